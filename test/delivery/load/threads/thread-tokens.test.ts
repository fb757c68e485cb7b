import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { CliError } from '../../../../src/contract/errors.ts'
import type {
  FromThread,
  ThreadPort,
  ToThread,
} from '../../../../src/delivery/load/threads/messages.ts'
import {
  answerForTokens,
  askForTokens,
} from '../../../../src/delivery/load/threads/thread-tokens.ts'
import { createAccessTokenSource } from '../../../../src/delivery/oauth/access-token-source.ts'
import type { SharedTokenSource, TokenSource } from '../../../../src/delivery/token-source.ts'
import { createVirtualClock, type VirtualClock } from '../../../helpers/virtual-clock.ts'

function portOf<Sent, Received>(port: MessagePort): ThreadPort<Sent, Received> {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  }
}

/** The source of a thread on a line of its own to the one who answers for `tokens`. */
function threadOf(tokens: SharedTokenSource, clock: VirtualClock): TokenSource {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  answerForTokens(portOf<ToThread, FromThread>(port1), tokens)
  const port = portOf<FromThread, ToThread>(port2)
  return askForTokens({ port, clock, signal: new AbortController().signal })
}

/** Tokens `t1`, `t2` and so on, or what comes of the request with this number. */
function mainTokens(clock: VirtualClock, requestOf = (number: number) => `t${number}`) {
  const requestedMs: number[] = []
  const tokens = createAccessTokenSource({
    request: async () => {
      requestedMs.push(clock.monotonicMs())
      return { value: requestOf(requestedMs.length), lifetimeMs: 600_000 }
    },
    clock,
    keepOnRefusal: false,
    onToken: () => {},
    rest: { ms: 1000, sleep: async (ms) => clock.sleep(ms) },
  })
  return { tokens, requestedMs }
}

test('a refusal during an ask has the next attempt wait for the token that comes after it', async () => {
  const clock = createVirtualClock()
  const { tokens } = mainTokens(clock)
  const thread = threadOf(tokens, clock)
  await thread.get()
  await clock.sleep(51)
  const asked = thread.get()
  expect(thread.refuse('t1')).toBe(true)
  expect([await thread.get(), await asked]).toEqual(['t2', 't1'])
  // What the older question brought is not kept.
  expect(await thread.get()).toBe('t2')
})

test('many refusals of one token are one renewal, for all threads', async () => {
  const clock = createVirtualClock()
  const { tokens, requestedMs } = mainTokens(clock)
  const threads = [threadOf(tokens, clock), threadOf(tokens, clock)]
  await Promise.all(threads.map(async ({ get }) => get()))
  const refused = await Promise.all(
    threads.map(async ({ get, refuse }) => {
      const told = Array.from({ length: 50 }, () => refuse('t1'))
      return [new Set(told), await get()]
    }),
  )
  expect(refused).toEqual([
    [new Set([true]), 't2'],
    [new Set([true]), 't2'],
  ])
  expect(requestedMs).toHaveLength(2)
})

test('a thread knows by itself that a fresh token stands, and asks again when it may', async () => {
  const clock = createVirtualClock()
  const { tokens, requestedMs } = mainTokens(clock)
  const thread = threadOf(tokens, clock)
  await thread.get()
  thread.refuse('t1')
  expect(await thread.get()).toBe('t2')
  expect(thread.refuse('t2')).toBe(false)
  await clock.sleep(999)
  expect([thread.refuse('t2'), await thread.get()]).toEqual([false, 't2'])
  await clock.sleep(1)
  expect([thread.refuse('t2'), await thread.get()]).toEqual([true, 't3'])
  expect(requestedMs).toEqual([0, 0, 1000])
})

test('threads that cannot have a token ask for one once in a rest', async () => {
  const clock = createVirtualClock()
  const { tokens, requestedMs } = mainTokens(clock, () => {
    throw new CliError('TOKEN_REFUSED', 'no', { exitCode: 3 })
  })
  const threads = [threadOf(tokens, clock), threadOf(tokens, clock)]
  const failures: unknown[] = []
  await Promise.all(
    threads.map(async ({ get }) => {
      while (clock.monotonicMs() < 5000) await get().catch((error: unknown) => failures.push(error))
    }),
  )
  expect(requestedMs.length).toBeLessThanOrEqual(6)
  // Each thread is told of each failure twice: when it happens, and at the end of its rest.
  expect(failures.length).toBeLessThanOrEqual(4 * requestedMs.length)
  expect(failures[0]).toMatchObject({ code: 'TOKEN_REFUSED', exitCode: 3 })
})
