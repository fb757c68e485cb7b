import { expect, test } from 'vitest'
import type { Notification } from '../../src/contract/notification.ts'
import { createSessionTimelines } from '../../src/receiver/session-timelines.ts'

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
  for (let index = 0; index <= 10_000; index += 1) timelines.add(notification(String(index)))
  const ids = timelines.list().map(({ interviewId }) => interviewId)
  expect(ids).toHaveLength(10_000)
  expect(ids[0]).toBe('1')
})

test('an external id is remembered when a later notification has none', () => {
  const timelines = createSessionTimelines()
  timelines.add(notification('a', 'c'))
  timelines.add(notification('a'))
  expect(timelines.list()).toMatchObject([{ externalCustomerId: 'c' }])
})
