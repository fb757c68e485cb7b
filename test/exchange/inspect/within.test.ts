import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { within } from '../../../src/exchange/inspect/within.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = async (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })

test('what takes too long is aborted, and the reason names the limit', async () => {
  const ending = within(1500, new AbortController().signal, never).catch(String)
  await vi.advanceTimersByTimeAsync(1500)
  expect(await ending).toBe('Error: no answer within 1.5 s')
})

test('the parent aborts it with its own reason', async () => {
  const parent = new AbortController()
  const ending = within(1500, parent.signal, never).catch(String)
  parent.abort(new Error('stop'))
  expect(await ending).toBe('Error: stop')
  expect(vi.getTimerCount()).toBe(0)
})

test('what is in time leaves no timer behind', async () => {
  expect(await within(1500, new AbortController().signal, async () => 7)).toBe(7)
  expect(vi.getTimerCount()).toBe(0)
})
