import { expect, test } from 'vitest'
import type { PlannedNotification } from '../../src/contract/delivery.ts'
import { createSequenceReporter } from '../../src/report/sequence-reporter.ts'
import { createTestContext } from '../helpers/test-context.ts'
import {
  answer,
  makeDelivery,
  makeNotification,
  makeRun,
  OTHER_SESSION,
  SESSION,
} from '../helpers/sequence-run.ts'

/** What a run of these notifications, all acknowledged, looks like. */
function show(notifications: readonly PlannedNotification[], columns?: number, isJson = false) {
  const options = columns === undefined ? {} : { columns }
  const { context, stdout, stderr } = createTestContext({ ...options, env: { NO_COLOR: '1' } })
  const reporter = createSequenceReporter(context, isJson)
  const deliveries = notifications.map((each) => makeDelivery(each, [answer(204)]))
  reporter.onStart({
    sessions: notifications.map((each) => ({ session: each.session, notifications: [each] })),
    actions: [],
    seed: null,
    url: new URL('http://127.0.0.1/'),
    timeoutMs: 1,
    isTimeoutOurs: false,
  })
  for (const { notification, attempts } of deliveries) {
    reporter.onSending(notification)
    for (const attempt of attempts) reporter.onAttempt(attempt)
  }
  for (const delivery of deliveries) reporter.onDelivery(delivery)
  reporter.onEnd(makeRun({ deliveries }))
  return { stdout: stdout.text, stderr: stderr.text }
}

test('sessions that take turns have no headings, one row each, and count once', () => {
  const { stdout, stderr } = show([
    makeNotification('ID_VALIDATION_FINISHED', SESSION),
    makeNotification('EXPIRED', OTHER_SESSION),
    makeNotification('ONBOARDING_FINISHED', SESSION),
  ])
  expect(stderr).toContain('2 sessions, 3 notifications')
  expect(stdout.match(/happy path/g)).toHaveLength(1)
  expect(stdout).toMatch(/happy path {2}0123456789abcdef01234567 +2 +2 +0 /)
  expect(stdout).toMatch(/expired {5}fedcba9876543210fedcba98 +1 +1 +0 /)
  expect(stdout).toMatch(/4567 {2}ID_VAL[^]*ba98 {2}EXPIRED[^]*4567 {2}ONBOARDING/)
})

test('sessions one after another have a heading each', () => {
  const { stdout } = show([
    makeNotification('ID_VALIDATION_FINISHED', SESSION),
    makeNotification('EXPIRED', OTHER_SESSION),
  ])
  expect(stdout).toMatch(/^happy path {2}0123456789abcdef01234567 {2}customer-1$/m)
  expect(stdout).toMatch(/^expired {2}fedcba9876543210fedcba98 {2}no external id$/m)
})

test.each([80, 40])('a status or an id of any length breaks no window of %d columns', (columns) => {
  const session = { ...SESSION, interviewId: 'i'.repeat(10_000), label: 'session 1' }
  const { stdout } = show(
    [makeNotification('S'.repeat(10_000), session), makeNotification('EXPIRED', OTHER_SESSION)],
    columns,
  )
  const table = stdout.slice(stdout.search(/^session /m))
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
  expect(table).toMatch(/session 1 .*i…iii… +1 +1 +0|session 1 iiii +1 +1 +0/)
})

test('where nobody reads along, an id is not cut to a column', () => {
  const id = 'i'.repeat(100)
  expect(show([makeNotification('EXPIRED', { ...SESSION, interviewId: id })]).stdout).toMatch(
    new RegExp(`${id} +1 +1 +0`),
  )
})

test('a recorded notification has its number in the records', () => {
  const [first, second] = [makeNotification('EXPIRED'), makeNotification('EXPIRED')]
  const { stdout } = show([{ ...first, seq: 17 }, second], undefined, true)
  const records = stdout.split('\n').filter(Boolean)
  expect(records.map((line) => (JSON.parse(line) as { seq?: number }).seq)).toEqual([
    17,
    undefined,
    17,
    undefined,
    undefined,
  ])
})
