import { expect, test } from 'vitest'
import { createAccessTokenSource } from '../../src/delivery/oauth/access-token-source.ts'
import { fixedToken } from '../../src/delivery/token-source.ts'
import { createVirtualClock } from '../helpers/virtual-clock.ts'

function sourceWith(lifetimeMs: number, keepOnRefusal = false) {
  const state = { nowMs: 0, requests: 0, told: [] as string[] }
  const source = createAccessTokenSource({
    request: async () => {
      state.requests += 1
      await new Promise((resolve) => setImmediate(resolve))
      return { value: `t${state.requests}`, lifetimeMs }
    },
    clock: { monotonicMs: () => state.nowMs },
    keepOnRefusal,
    onToken: (token) => state.told.push(token),
  })
  return { source, state }
}

test('O8: two hundred that wait make one request, at the start and at each expiry', async () => {
  const { source, state } = sourceWith(600_000)
  const ask = () => Promise.all(Array.from({ length: 200 }, () => source.get()))
  expect(new Set(await ask())).toEqual(new Set(['t1']))
  state.nowMs = 570_000
  expect(new Set(await ask())).toEqual(new Set(['t2']))
  expect(state).toMatchObject({ requests: 2, told: ['t1', 't2'] })
})

test('a token is renewed 30 s before it expires, or a tenth of its life before', async () => {
  const long = sourceWith(600_000)
  await long.source.get()
  long.state.nowMs = 569_999
  expect(await long.source.get()).toBe('t1')
  const short = sourceWith(60_000)
  await short.source.get()
  short.state.nowMs = 53_999
  expect(await short.source.get()).toBe('t1')
  short.state.nowMs = 54_000
  expect(await short.source.get()).toBe('t2')
})

test('a refusal of an old token does not throw the new one away', async () => {
  const { source } = sourceWith(600_000)
  await source.get()
  expect(source.refuse('t1')).toBe(true)
  expect(await source.get()).toBe('t2')
  expect(source.refuse('t1')).toBe(true)
  expect(await source.get()).toBe('t2')
})

test('a token is kept after a refusal where that is asked for', async () => {
  const { source } = sourceWith(600_000, true)
  await source.get()
  expect(source.refuse('t1')).toBe(false)
})

test('a failed request is not remembered', async () => {
  let requests = 0
  const source = createAccessTokenSource({
    request: async () => {
      requests += 1
      if (requests === 1) throw new Error('down')
      return { value: 'ok', lifetimeMs: 1000 }
    },
    clock: { monotonicMs: () => 0 },
    keepOnRefusal: false,
    onToken: () => {},
  })
  await expect(source.get()).rejects.toThrow('down')
  expect(await source.get()).toBe('ok')
})

function restingSource(answers: readonly (string | Error)[], lifetimeMs = 600_000) {
  const clock = createVirtualClock()
  const controller = new AbortController()
  const requestedMs: number[] = []
  const source = createAccessTokenSource({
    request: async () => {
      requestedMs.push(clock.monotonicMs())
      const answer = answers[requestedMs.length - 1] ?? answers.at(-1) ?? ''
      if (answer instanceof Error) throw answer
      return { value: answer, lifetimeMs }
    },
    clock,
    keepOnRefusal: false,
    onToken: () => {},
    rest: { ms: 1000, sleep: async (ms) => clock.sleep(ms, controller.signal) },
  })
  return { source, clock, controller, requestedMs }
}

test('with a rest, a failure stands for it, and who asks meanwhile hears of it at its end', async () => {
  const { source, clock, requestedMs } = restingSource([new Error('down'), 'ok'])
  await expect(source.get()).rejects.toThrow('down')
  const asked = await Promise.allSettled(Array.from({ length: 200 }, () => source.get()))
  expect(new Set(asked.map(({ status }) => status))).toEqual(new Set(['rejected']))
  expect([clock.monotonicMs(), requestedMs]).toEqual([1000, [0]])
  expect(await source.get()).toBe('ok')
  expect(requestedMs).toEqual([0, 1000])
})

test('an interruption ends the wait for the end of a rest', async () => {
  const { source, controller, requestedMs } = restingSource([new Error('down')])
  await expect(source.get()).rejects.toThrow('down')
  const waiting = source.get()
  controller.abort(new Error('stop'))
  await expect(waiting).rejects.toThrow('stop')
  expect(requestedMs).toEqual([0])
})

test('with a rest, the first refusal is heard at once, and the token that it brought stands', async () => {
  const { source, clock, requestedMs } = restingSource(['t1', 't2', 't3'])
  await source.get()
  expect(source.firmForMs()).toBe(0)
  expect(source.refuse('t1')).toBe(true)
  expect(await source.get()).toBe('t2')
  await clock.sleep(999)
  expect(source.firmForMs()).toBe(1)
  expect([source.refuse('t2'), await source.get()]).toEqual([false, 't2'])
  // Somebody who still has the one before it gets another one: this one.
  expect(source.refuse('t1')).toBe(true)
  await clock.sleep(1)
  expect([source.refuse('t2'), await source.get()]).toEqual([true, 't3'])
  expect(requestedMs).toEqual([0, 0, 1000])
})

test('with a rest, a token that must not be kept is kept for it', async () => {
  const { source, clock, requestedMs } = restingSource(['t1', 't2'], 0)
  expect([await source.get(), await source.get()]).toEqual(['t1', 't1'])
  await clock.sleep(1000)
  expect(await source.get()).toBe('t2')
  expect(requestedMs).toEqual([0, 1000])
})

test('a token that is kept for ever after a refusal is firm for ever', () => {
  expect(sourceWith(600_000, true).source.firmForMs()).toBe(Number.POSITIVE_INFINITY)
  expect(fixedToken('t').firmForMs()).toBe(Number.POSITIVE_INFINITY)
})
