import { expect, test } from 'vitest'
import { judgeSession } from '../../src/contract/judge-session.ts'
import type { ReceivedContent, ReceivedRequest } from '../../src/contract/received.ts'
import { createStyle } from '../../src/report/style.ts'
import { renderArrival } from '../../src/report/text/arrival-line.ts'
import { describeFinding } from '../../src/report/text/describe-finding.ts'
import { renderReceived } from '../../src/report/text/received-line.ts'
import { renderTimelines } from '../../src/report/text/timeline.ts'
import { byteSize } from '../../src/report/text/units.ts'
import { MemoryStream } from '../helpers/test-context.ts'

const style = createStyle(new MemoryStream(), {})
const color = createStyle(new MemoryStream(80), {})

function received(content: ReceivedContent, more: Partial<ReceivedRequest> = {}): ReceivedRequest {
  return {
    seq: 1,
    receivedAt: new Date(2026, 0, 2, 3, 4, 5),
    method: 'POST',
    path: '/',
    httpVersion: '1.1',
    rawHeaders: [],
    body: null,
    isStored: false,
    sizeBytes: 5,
    hasBearer: true,
    isAuthenticated: false,
    claims: [],
    httpStatus: 204,
    content,
    ...more,
  }
}

function notification(
  onboardingStatus: string,
  externalCustomerId: string | null = null,
): ReceivedContent {
  return {
    kind: 'notification',
    findings: [],
    duplicateOf: null,
    warnings: ['no_content_type'],
    notification: {
      interviewId: 'i\u001b',
      externalCustomerId,
      onboardingStatus,
      variant: 'current',
      fields: {},
    },
  }
}

test('whatever came from outside is made harmless', () => {
  const line = renderReceived(received(notification('BAD\u001b[2J', 'a\rb')), style)
  expect(line).toBe(
    '03:04:05  BAD\\x1b[2J                           i?   5 B bearer    a\\x0db\n          no Content-Type: the vendor sends application/json\n',
  )
  const refused = renderReceived(
    received(
      { kind: 'refused', code: 'x', detail: '\u009b' },
      { method: 'P\u0007', path: '/\u202e', httpStatus: null },
    ),
    style,
  )
  expect(refused).toBe('03:04:05  refused no answer  P\\x07 /\\u202e\n          x: \\x9b\n')
})

test('statuses have the colour of their phase', () => {
  const colors = [
    'UNKNOWN',
    'ID_VALIDATION_FINISHED',
    'ONBOARDING_FINISHED',
    'MANUAL_REVIEW_APPROVED',
    'MANUAL_REVIEW_REJECTED',
    'EXPIRED',
    'NEW',
  ].map(
    (status) => /\u001b\[(3\d)m/.exec(renderReceived(received(notification(status)), color))?.[1],
  )
  expect(colors).toEqual(['35', '36', '32', '32', '31', '33', '35'])
})

test.each([
  [['UNKNOWN'], 'the vendor never sends this status (R1, hard)'],
  [['FACE_VALIDATION_FINISHED'], 'missing: ID_VALIDATION_FINISHED never came (R3, hard)'],
  [
    ['FACE_VALIDATION_FINISHED', 'ID_VALIDATION_FINISHED'],
    'out of order: ID_VALIDATION_FINISHED has not come yet (R3, hard)',
  ],
  [
    ['ONBOARDING_FINISHED', 'ID_VALIDATION_FINISHED'],
    'out of order: ONBOARDING_FINISHED had already come (R5, hard)',
  ],
  [
    ['ID_VALIDATION_FINISHED', 'FACE_VALIDATION_FINISHED', 'GOVERNMENT_VALIDATION_FINISHED'],
    'unusual order: usually before FACE_VALIDATION_FINISHED (R4, soft)',
  ],
  [['EXPIRED', 'EXPIRED'], 'repeated: this session has sent it before (R12, inferred)'],
  [['EXPIRED', 'ONBOARDING_FINISHED'], 'after the end: EXPIRED had already come (R9, inferred)'],
  [['NEW'], 'unknown status: not one of the vendor’s eleven'],
])('%j is described', (statuses, words) => {
  expect(judgeSession(statuses).map(describeFinding)).toEqual([words])
})

test('the demo line tells a refusal too', () => {
  expect(
    renderArrival(
      received({ kind: 'refused', code: 'bad_json', detail: '' }, { httpStatus: null }),
      style,
    ),
  ).toContain('→ receiver: bad_json, 5 B, answers nothing')
})

test('only the last sessions are shown, and the others counted', () => {
  const sessions = Array.from({ length: 22 }, (_, index) => ({
    interviewId: `id${index}`,
    externalCustomerId: null,
    statuses: ['EXPIRED'],
  }))
  const text = renderTimelines(sessions, style)
  expect(text).toMatch(/^2 earlier sessions not shown\nid2 {2}no external id\n {2}EXPIRED\n/)
  expect(text).not.toContain('id1 ')
})

test('sizes are told in the unit that fits', () => {
  expect([0, 1023, 1024, 1024 * 1024].map(byteSize)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KiB',
    '1.0 MiB',
  ])
})
