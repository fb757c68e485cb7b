import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlannedNotification, PlannedSession } from '../../src/contract/delivery.ts'
import { disorder, type DisorderOptions } from '../../src/delivery/disorder.ts'

const NONE: DisorderOptions = { duplicate: 0, drop: 0, shuffle: false, late: null }

function session(interviewId: string, statuses: readonly string[]): PlannedSession {
  const identity = { interviewId, externalCustomerId: null, label: 'l', flow: 'f' }
  const notifications = statuses.map((onboardingStatus): PlannedNotification => ({
    session: identity,
    onboardingStatus,
    body: Buffer.from(onboardingStatus),
    gapMs: 0,
  }))
  return { session: identity, notifications }
}

const PLAN = [session('a', ['A', 'B', 'C', 'D', 'E', 'F']), session('b', ['A', 'B', 'C'])]

function statusesOf(sessions: readonly PlannedSession[]): string[] {
  return sessions.map(({ notifications }) =>
    notifications.map(({ onboardingStatus }) => onboardingStatus).join(''),
  )
}

test('without anything asked for, the plan stays as it is', () => {
  expect(disorder(PLAN, NONE, 1)).toEqual({ sessions: PLAN, actions: [] })
})

test('the same seed gives the same sequence twice, and another seed another one', () => {
  const options = { ...NONE, shuffle: true, duplicate: 0.3, drop: 0.2 }
  expect(disorder(PLAN, options, 42)).toEqual(disorder(PLAN, options, 42))
  const results = new Set(
    [1, 2, 3, 4, 5].map((seed) => statusesOf(disorder(PLAN, options, seed).sessions).join()),
  )
  expect(results.size).toBeGreaterThan(3)
})

test('everything dropped, everything doubled', () => {
  const dropped = disorder(PLAN, { ...NONE, drop: 1 }, 1)
  expect(statusesOf(dropped.sessions)).toEqual(['', ''])
  expect(dropped.actions).toHaveLength(9)
  expect(dropped.actions[0]).toEqual({
    action: 'dropped',
    interviewId: 'a',
    onboardingStatus: 'A',
    from: 0,
    to: null,
  })
  const doubled = disorder(PLAN, { ...NONE, duplicate: 1 }, 1)
  expect(statusesOf(doubled.sessions)).toEqual(['AABBCCDDEEFF', 'AABBCC'])
  expect(doubled.actions[1]).toEqual({
    action: 'duplicated',
    interviewId: 'a',
    onboardingStatus: 'B',
    from: 1,
    to: 3,
  })
})

test('a status that is late comes last, and whatever moved is told', () => {
  const { sessions, actions } = disorder(PLAN, { ...NONE, late: 'B' }, 1)
  expect(statusesOf(sessions)).toEqual(['ACDEFB', 'ACB'])
  expect(actions.find(({ onboardingStatus }) => onboardingStatus === 'B')).toMatchObject({
    action: 'moved',
    from: 1,
    to: 5,
  })
  expect(disorder(PLAN, { ...NONE, late: 'Z' }, 1).actions).toEqual([])
})

test('a shuffle keeps every notification of a session, and moves none to another', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { sessions, actions } = disorder(PLAN, { ...NONE, shuffle: true }, seed)
      expect(sessions.map(({ notifications }) => new Set(notifications))).toEqual(
        PLAN.map(({ notifications }) => new Set(notifications)),
      )
      expect(actions.every(({ action }) => action === 'moved')).toBe(true)
    }),
  )
})

test('what was done explains the sequence that is sent', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (seed, drop, duplicate, shuffle) => {
        const { sessions, actions } = disorder(PLAN, { drop, duplicate, shuffle, late: null }, seed)
        const of = (action: string): number =>
          actions.filter((each) => each.action === action).length
        const sent = sessions.flatMap(({ notifications }) => notifications).length
        expect(sent).toBe(9 - of('dropped') + of('duplicated'))
        expect(actions.filter(({ action, from, to }) => action === 'moved' && from === to)).toEqual(
          [],
        )
      },
    ),
  )
})
