import { expect, test } from 'vitest'
import { compileTemplates, renderBody } from '../../../src/delivery/load/session-template.ts'
import { openFixtureLibrary } from '../../../src/fixtures/fixture-library.ts'
import { renderNotification } from '../../../src/fixtures/render-notification.ts'
import { PAYLOAD_VARIANTS } from '../../../src/contract/notification.ts'
import { SHIPPED_FLOWS } from '../../../src/fixtures/shipped.ts'

const fixtures = await openFixtureLibrary({
  shippedFolder: new URL('../../../fixtures/', import.meta.url),
  cwd: '/',
})
const mix = await Promise.all(
  SHIPPED_FLOWS.map(async (name) => ({ flow: await fixtures.loadFlow(name), weight: 3 })),
)

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}

test.each(
  PAYLOAD_VARIANTS.flatMap((variant) => [
    { variant, externalCustomerId: 'made-up' as const },
    { variant, externalCustomerId: { value: null } },
    { variant, externalCustomerId: { value: 'a "quoted" id' } },
  ]),
)(
  'a session of a template has the bytes that rendering its fixtures gives: $variant, $externalCustomerId',
  async ({ variant, externalCustomerId }) => {
    const templates = await compileTemplates({
      mix,
      pace: { kind: 'fixed', gapMs: 0 },
      externalCustomerId,
      render: async (status, ids) =>
        renderNotification(await fixtures.loadNotification(status), { ...ids, variant }),
    })
    const session = {
      interviewId: '0123456789abcdef01234567',
      externalCustomerId:
        externalCustomerId === 'made-up' ? 'Customer#0007' : externalCustomerId.value,
      label: '',
      flow: '',
    }
    for (const notification of templates.flatMap(({ notifications }) => notifications)) {
      const fixture = await fixtures.loadNotification(notification.onboardingStatus)
      const expected = renderNotification(fixture, { ...session, variant })
      expect(text(renderBody(notification, session))).toBe(text(expected))
    }
  },
)

test('the sessions of a flow share its weight, and the pace is in the templates', async () => {
  const templates = await compileTemplates({
    mix: [
      ...mix.filter(({ flow }) => flow.name === 'full'),
      { flow: { name: 'off', description: '', sessions: [] }, weight: 0 },
    ],
    pace: { kind: 'fixed', gapMs: 250 },
    externalCustomerId: 'made-up',
    render: async () => Buffer.from('{}'),
  })
  expect(templates.map(({ label, weight }) => ({ label, weight }))).toEqual([
    { label: 'approved', weight: 1 },
    { label: 'rejected', weight: 1 },
    { label: 'expired', weight: 1 },
  ])
  const gaps = templates.map(({ notifications }) => notifications.map(({ gapMs }) => gapMs))
  expect(gaps[2]).toEqual([0, 250, 250, 250])
})

test('a fixture with ids of its own is sent with them', async () => {
  const body = '{"interviewId":"fixed","onboardingStatus":"A"}'
  const [template] = await compileTemplates({
    mix: [
      {
        flow: { name: 'f', description: '', sessions: [{ label: 'l', statuses: ['A'] }] },
        weight: 1,
      },
    ],
    pace: { kind: 'fixed', gapMs: 0 },
    externalCustomerId: 'made-up',
    render: async () => Buffer.from(body),
  })
  const session = { interviewId: 'x', externalCustomerId: 'y', label: '', flow: '' }
  expect(text(renderBody(template!.notifications[0]!, session))).toBe(body)
})

test.each([
  [['A', 'UNKNOWN'], 'UNKNOWN_NOT_SENT'],
  [[], 'NOTHING_TO_SEND'],
])('the session %j cannot be sent', async (statuses, code) => {
  const compiled = compileTemplates({
    mix: [
      { flow: { name: 'f', description: '', sessions: [{ label: 'l', statuses }] }, weight: 1 },
    ],
    pace: { kind: 'fixed', gapMs: 0 },
    externalCustomerId: 'made-up',
    render: async () => Buffer.from('{}'),
  })
  await expect(compiled).rejects.toThrow(expect.objectContaining({ code }))
})
