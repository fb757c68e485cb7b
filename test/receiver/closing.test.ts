import { expect, test } from 'vitest'
import { systemClock } from '../../src/system-clock.ts'
import { startRawReceiver } from './raw-receiver.ts'

test('a receiver that is closed leaves no timer behind: it would hold the process', async () => {
  let running = 0
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    running += 1
    await systemClock.sleep(ms, signal).finally(() => (running -= 1))
  }
  const { receiver } = await startRawReceiver({ clock: { ...systemClock, sleep } })
  await receiver.close()
  expect(running).toBe(0)
})
