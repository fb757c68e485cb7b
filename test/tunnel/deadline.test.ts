import { expect, test, vi } from 'vitest'
import type { Clock } from '../../src/context.ts'
import { systemClock } from '../../src/system-clock.ts'
import { orAborted, underSignals, withDeadline } from '../../src/tunnel/deadline.ts'

const never = new AbortController().signal

test('work under an aborted signal is not started', async () => {
  const run = vi.fn<() => Promise<void>>()
  const aborted = AbortSignal.abort('over')
  await expect(underSignals([never, aborted], run)).rejects.toBe('over')
  expect(run).not.toHaveBeenCalled()
})

test('work under several signals is aborted with the reason of the first to abort', async () => {
  const first = new AbortController()
  const second = new AbortController()
  const work = underSignals([first.signal, second.signal], async (signal) =>
    orAborted(signal, new Promise(() => undefined)),
  )
  second.abort('second')
  first.abort('first')
  await expect(work).rejects.toBe('second')
})

test('work that is done before the deadline leaves no timer', async () => {
  const sleep = vi.fn<Clock['sleep']>(async (ms, signal) => systemClock.sleep(ms, signal))
  const clock = { ...systemClock, sleep }
  expect(await withDeadline(clock, 60_000, [never], async () => 'done')).toBe('done')
  expect(sleep.mock.calls[0]?.[1]?.aborted).toBe(true)
})

test('work that takes too long is aborted with the deadline as the reason', async () => {
  const work = withDeadline(systemClock, 5, [never], async (signal) =>
    orAborted(signal, new Promise(() => undefined)),
  )
  await expect(work).rejects.toThrow('no answer within 0.005 s')
})

test('work is not waited for under a signal that is aborted already', async () => {
  const work = orAborted(AbortSignal.abort('over'), new Promise(() => undefined))
  await expect(work).rejects.toBe('over')
})
