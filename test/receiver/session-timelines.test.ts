import { expect, test } from 'vitest'
import type { Notification } from '../../src/contract/notification.ts'
import { createSessionTimelines } from '../../src/receiver/session-timelines.ts'

const BODY = Buffer.from('{}')

function notification(interviewId: string, externalCustomerId: string | null = null): Notification {
  return {
    interviewId,
    externalCustomerId,
    onboardingStatus: 'EXPIRED',
    variant: 'current',
    fields: {},
  }
}

test('the oldest session makes room when there are too many', () => {
  const timelines = createSessionTimelines()
  for (let index = 0; index <= 10_000; index += 1)
    timelines.add(index, notification(String(index)), BODY)
  const ids = timelines.list().map(({ interviewId }) => interviewId)
  expect(ids).toHaveLength(10_000)
  expect(ids[0]).toBe('1')
})

test('an external id is remembered when a later notification has none', () => {
  const timelines = createSessionTimelines()
  timelines.add(1, notification('a', 'c'), BODY)
  timelines.add(2, notification('a'), BODY)
  expect(timelines.list()).toMatchObject([{ externalCustomerId: 'c' }])
})

test('a repeat names the first one, and other bytes or another external id are a conflict', () => {
  const timelines = createSessionTimelines()
  timelines.add(7, notification('a', 'c'), BODY)
  const flagsOf = (seq: number, external: string | null, body: Buffer) => {
    const { findings, duplicateOf } = timelines.add(seq, notification('a', external), body)
    return { duplicateOf, flags: findings.map(({ flag }) => flag) }
  }
  expect(flagsOf(8, 'c', BODY)).toEqual({ duplicateOf: 7, flags: ['repeated'] })
  expect(flagsOf(9, null, BODY)).toEqual({ duplicateOf: 7, flags: ['repeated'] })
  const conflict = { duplicateOf: 7, flags: ['repeated', 'conflict'] }
  expect(flagsOf(10, 'c', Buffer.from('{ }'))).toEqual(conflict)
  expect(flagsOf(11, 'd', BODY)).toEqual(conflict)
})

test('sessions of earlier runs are judged on, and listed only when this run heard of them', () => {
  const earlier = [
    { interviewId: 'a', externalCustomerId: 'c', statuses: ['EXPIRED'] },
    { interviewId: 'b', externalCustomerId: null, statuses: ['EXPIRED'] },
  ]
  const timelines = createSessionTimelines(earlier)
  const { findings, duplicateOf } = timelines.add(3, notification('a', 'other'), BODY)
  expect(findings.map(({ flag }) => flag)).toEqual(['repeated', 'conflict'])
  expect(duplicateOf).toBeNull()
  expect(timelines.list()).toEqual([
    { interviewId: 'a', externalCustomerId: 'c', statuses: ['EXPIRED', 'EXPIRED'] },
  ])
})

test('what could not be kept is forgotten, and its session with it when it was all of it', () => {
  const timelines = createSessionTimelines()
  timelines.add(1, notification('a'), BODY)
  timelines.add(2, notification('a'), BODY)
  timelines.remove(2, 'a')
  timelines.remove(2, 'unknown')
  expect(timelines.list()).toMatchObject([{ statuses: ['EXPIRED'] }])
  timelines.remove(1, 'a')
  expect(timelines.list()).toEqual([])
})

test('a session that was taken out and came again is as old as its second coming', () => {
  const timelines = createSessionTimelines()
  timelines.add(1, notification('first'), BODY)
  timelines.add(2, notification('second'), BODY)
  timelines.remove(1, 'first')
  timelines.add(3, notification('first'), BODY)
  for (let index = 0; index < 9999; index += 1)
    timelines.add(4 + index, notification(String(index)), BODY)
  const ids = timelines.list().map(({ interviewId }) => interviewId)
  expect(ids).toHaveLength(10_000)
  expect(ids.slice(0, 2)).toEqual(['first', '0'])
  timelines.add(20_000, notification('new'), BODY)
  expect(timelines.find('first')).toBeNull()
})

test('one of several that could not be kept leaves the others in their order', () => {
  const timelines = createSessionTimelines()
  for (const [seq, onboardingStatus] of ['EXPIRED', 'UNKNOWN', 'A'].entries())
    timelines.add(seq, { ...notification('a'), onboardingStatus }, BODY)
  timelines.remove(1, 'a')
  timelines.remove(99, 'a')
  timelines.remove(1, 'nobody')
  expect(timelines.find('a')?.statuses).toEqual(['EXPIRED', 'A'])
  const again = { ...notification('a'), onboardingStatus: 'A' }
  expect(timelines.add(7, again, BODY).duplicateOf).toBe(2)
})
