import { expect, test } from 'vitest'
import { runTimeline } from '../../../src/tunnel/relay/run-timeline.ts'
import { createVirtualClock } from '../../helpers/virtual-clock.ts'
import { openRelay } from '../rig.ts'

const STEPS = [
  { atMs: 5000, action: { kind: 'set', fault: { name: 'latency', values: { delay: 7 } } } },
  { atMs: 5000, action: { kind: 'set', fault: { name: '502' } } },
  { atMs: 9000, action: { kind: 'clear', name: 'latency' } },
  { atMs: 12_000, action: { kind: 'clear', name: null } },
] as const

test('a timeline sets and clears faults at its moments', async () => {
  const { relay, log } = await openRelay()
  const clock = createVirtualClock()
  await runTimeline(relay.faults, STEPS, { clock, signal: new AbortController().signal })
  expect(log.all.map((event) => [event.type, 'name' in event && event.name])).toEqual([
    ['fault-on', 'latency'],
    ['fault-on', '502'],
    ['fault-off', 'latency'],
    ['fault-off', '502'],
  ])
  expect(clock.monotonicMs()).toBe(12_000)
})

test('a timeline ends where its signal aborts', async () => {
  const { relay, log } = await openRelay()
  const controller = new AbortController()
  const clock = createVirtualClock()
  const sleep: typeof clock.sleep = async (ms, signal) => {
    if (log.all.length === 2) controller.abort(new Error('over'))
    return clock.sleep(ms, signal)
  }
  await runTimeline(relay.faults, STEPS, {
    clock: { ...clock, sleep },
    signal: controller.signal,
  })
  expect(log.all).toHaveLength(2)
})
