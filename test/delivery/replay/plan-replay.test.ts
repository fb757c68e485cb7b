import { expect, test } from 'vitest'
import { planReplay } from '../../../src/delivery/replay/plan-replay.ts'
import { recordedGaps, type ReplayPace } from '../../../src/delivery/replay/recorded-gaps.ts'
import type { RecordedRequest } from '../../../src/delivery/replay/recorded-request.ts'
import { createRequestSelector } from '../../../src/delivery/replay/select-requests.ts'
import { notification, recorded, REFUSED } from './recorded.ts'

const FAST: ReplayPace = { kind: 'fast' }

function plan(requests: readonly RecordedRequest[], pace: ReplayPace = FAST) {
  const choice = { statuses: [], interviewIds: [], seqs: [], includesRefused: true }
  const selector = createRequestSelector(choice)
  for (const request of requests) selector.add(request)
  return planReplay(selector.finish().requests, pace)
}

test('the order is the recorded one, and a session that comes again is the same', () => {
  const { sessions } = plan([
    recorded(1, { verdict: notification('a', '1', 'x') }),
    recorded(2, { verdict: notification('a', '2', 'x') }),
    recorded(3, { verdict: notification('b', '1') }),
    recorded(4, { verdict: notification('a', '3', 'x') }),
  ])
  expect(
    sessions.map(({ session, notifications }) => [
      session.label,
      notifications.map(({ seq, onboardingStatus }) => [seq, onboardingStatus]),
    ]),
  ).toEqual([
    [
      'session 1',
      [
        [1, '1'],
        [2, '2'],
      ],
    ],
    ['session 2', [[3, '1']]],
    ['session 1', [[4, '3']]],
  ])
  const [first, other, again] = sessions
  expect(again?.session).toBe(first?.session)
  expect(first?.session).toEqual({
    interviewId: 'a',
    externalCustomerId: 'x',
    label: 'session 1',
    flow: 'replay',
  })
  expect(other?.session.interviewId).toBe('b')
  for (const { session, notifications } of sessions) {
    for (const each of notifications) expect(each.session).toBe(session)
  }
})

test('what is no notification has the code of its refusal for a status, and no session', () => {
  const { sessions } = plan([recorded(1, { verdict: REFUSED }), recorded(2)])
  expect(sessions[0]?.session).toMatchObject({ interviewId: '-', label: 'refused' })
  expect(sessions[0]?.notifications[0]?.onboardingStatus).toBe('bad_json')
  expect(sessions[1]?.session.label).toBe('session 1')
})

test('the headers that are left out are told once each', () => {
  const rawHeaders = [
    ['Authorization', 'sha256:00000000'],
    ['X-A', '1'],
    ['X-Bad', '\n'],
  ] as const
  const upper = rawHeaders.map(([name, value]) => [name.toUpperCase(), value] as const)
  const planned = plan([recorded(1, { rawHeaders }), recorded(2, { rawHeaders: upper })])
  expect(planned).toMatchObject({ hashedHeaders: ['Authorization'], unsendableHeaders: ['X-Bad'] })
  const [first, second] = planned.sessions.flatMap(({ notifications }) => notifications)
  expect([first?.headers, second?.headers]).toEqual([[['X-A', '1']], [['X-A', '1']]])
})

test('the recorded pace waits as long as there was between the arrivals, faster where asked', () => {
  const requests = [recorded(0), recorded(2), recorded(3)]
  const gapsOf = (pace: ReplayPace) =>
    plan(requests, pace).sessions.flatMap((each) => each.notifications.map(({ gapMs }) => gapMs))
  expect(gapsOf(FAST)).toEqual([0, 0, 0])
  expect(gapsOf({ kind: 'recorded', timeScale: 1 })).toEqual([0, 2000, 1000])
  expect(gapsOf({ kind: 'recorded', timeScale: 10 })).toEqual([0, 200, 100])
  expect(plan(requests, { kind: 'recorded', timeScale: 10 }).waitMs).toBe(300)
})

test('a clock that was set back leaves no gap, and a night becomes an hour', () => {
  const at = (hours: number): Date => new Date(hours * 3_600_000)
  const pace = { kind: 'recorded', timeScale: 2 } as const
  expect(recordedGaps([at(10), at(9), at(10), at(20), at(30)], pace)).toEqual({
    gapsMs: [0, 0, 1_800_000, 1_800_000, 1_800_000],
    cut: 2,
  })
  expect(recordedGaps([], pace)).toEqual({ gapsMs: [], cut: 0 })
})
