import { expect, onTestFinished, test, vi } from 'vitest'
import { steadyMs } from './steady-clock.ts'

test('goes on where it was first asked for under false timers', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  steadyMs()
  vi.useRealTimers()
  const startMs = steadyMs()
  await expect.poll(steadyMs).toBeGreaterThan(startMs + 20)
})
