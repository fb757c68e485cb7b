import { expect, test } from 'vitest'
import type { Flow } from '../../src/contract/flow.ts'
import { makeInterviewId } from '../../src/delivery/interview-id.ts'
import { gapBeforeMs } from '../../src/delivery/pace.ts'
import { planSequence, type PlanOptions } from '../../src/delivery/plan-sequence.ts'
import { createTestContext } from '../helpers/test-context.ts'

const TWO: Flow = {
  name: 'two',
  description: 'd',
  sessions: [
    { label: 'a', statuses: ['ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED'] },
    { label: 'b', statuses: ['EXPIRED'] },
  ],
}
const WITH_UNKNOWN: Flow = { ...TWO, sessions: [{ label: 'u', statuses: ['UNKNOWN', 'EXPIRED'] }] }

function plan(options: Partial<PlanOptions> = {}) {
  const { clock, random } = createTestContext().context
  return planSequence({
    flows: [TWO],
    includeUnknown: false,
    interviewId: null,
    externalCustomerId: 'made-up',
    pace: { kind: 'fixed', gapMs: 0 },
    clock,
    random,
    render: async (status, session) => Buffer.from(`${session.label}:${status}`),
    ...options,
  })
}

test('every session gets ids of its own, and every notification its rendered body', async () => {
  const [a, b] = await plan()
  expect(a?.session).toMatchObject({ label: 'a', flow: 'two', externalCustomerId: 'Customer#0001' })
  expect(b?.session).toMatchObject({ label: 'b', flow: 'two', externalCustomerId: 'Customer#0002' })
  expect(a?.session.interviewId).not.toBe(b?.session.interviewId)
  expect(a?.notifications.map(({ body }) => Buffer.from(body).toString())).toEqual([
    'a:ID_VALIDATION_FINISHED',
    'a:ONBOARDING_FINISHED',
  ])
})

test('an interview id is 24 hex digits, the seconds since 1970 first', () => {
  const { random } = createTestContext().context
  const id = makeInterviewId(new Date('2024-05-13T18:12:05Z'), random)
  expect(id).toMatch(/^[0-9a-f]{24}$/)
  expect(Number.parseInt(id.slice(0, 8), 16)).toBe(Date.parse('2024-05-13T18:12:05Z') / 1000)
})

test('given ids are used, and an external id can be left out', async () => {
  const flows = [{ ...TWO, sessions: TWO.sessions.slice(0, 1) }]
  const [given] = await plan({ flows, interviewId: 'my-id', externalCustomerId: { value: 'c' } })
  expect(given?.session).toMatchObject({ interviewId: 'my-id', externalCustomerId: 'c' })
  const [none] = await plan({ externalCustomerId: { value: null } })
  expect(none?.session.externalCustomerId).toBeNull()
})

test('one interview id cannot serve two sessions', async () => {
  await expect(plan({ interviewId: 'x' })).rejects.toMatchObject({
    code: 'ONE_SESSION_ONLY',
    exitCode: 2,
  })
})

test('UNKNOWN goes out only when it is asked for, and then first in every session', async () => {
  await expect(plan({ flows: [WITH_UNKNOWN] })).rejects.toMatchObject({ code: 'UNKNOWN_NOT_SENT' })
  const sessions = await plan({ flows: [TWO, WITH_UNKNOWN], includeUnknown: true })
  expect(
    sessions.map(({ notifications }) => notifications.map((each) => each.onboardingStatus)),
  ).toEqual([
    ['UNKNOWN', 'ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED'],
    ['UNKNOWN', 'EXPIRED'],
    ['UNKNOWN', 'EXPIRED'],
  ])
})

test('the pace sets the gap before all but the first of a session', async () => {
  const gaps = async (pace: PlanOptions['pace']) =>
    (await plan({ pace })).map(({ notifications }) => notifications.map(({ gapMs }) => gapMs))
  expect(await gaps({ kind: 'fixed', gapMs: 20 })).toEqual([[0, 20], [0]])
  expect(await gaps({ kind: 'realistic', timeScale: 1 })).toEqual([[0, 3000], [0]])
  expect(gapBeforeMs({ kind: 'realistic', timeScale: 10 }, 'SOMETHING_NEW', false)).toBe(500)
})
