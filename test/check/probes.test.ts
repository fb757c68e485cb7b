import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LEGAL_SEQUENCES } from '../../src/contract/flow.ts'
import { SENDABLE_STATUSES } from '../../src/contract/status.ts'
import { startEndpoint, type Received } from '../helpers/endpoint.ts'
import { runRules } from './run-rules.ts'

const ID = /^[0-9a-f]{24}$/

/** What a rule sends, after the ten statuses and without signs of life, to an endpoint that acknowledges everything. */
async function sentFor(id: string): Promise<Received[]> {
  const { url, received } = await startEndpoint((response) => void response.writeHead(204).end())
  const { results } = await runRules(url, { only: [id] })
  const bodies = results.flatMap(({ exchanges }) => exchanges.map(({ request }) => request.body))
  const isOwn = ({ body }: Received): boolean => bodies.some((each) => body.equals(each))
  return received.slice(10).filter(isOwn)
}

function fieldsOf({ body }: Received): Record<string, unknown> {
  return JSON.parse(body.toString()) as Record<string, unknown>
}

test('the ten statuses go as the vendor sends them, in its own order of fields', async () => {
  const { url, received } = await startEndpoint((response) => void response.writeHead(204).end())
  await runRules(url, { only: ['ACK-ID'] })
  expect(received).toHaveLength(10)
  expect(received.map((each) => fieldsOf(each)['onboardingStatus']).sort()).toEqual(
    [...SENDABLE_STATUSES].sort(),
  )
  for (const each of received) {
    expect(each).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } })
    expect(Object.keys(fieldsOf(each))).toEqual([
      'interviewId',
      'externalCustomerId',
      'onboardingStatus',
    ])
    expect(fieldsOf(each)['interviewId']).toMatch(ID)
  }
})

test.each<[string, Record<string, unknown>]>([
  [
    'ACK-NO-EXTERNAL-ID',
    { interviewId: expect.stringMatching(ID), onboardingStatus: 'ONBOARDING_FINISHED' },
  ],
  [
    'ACK-LEGACY',
    {
      interviewId: expect.stringMatching(ID),
      externalId: expect.any(String),
      onboardingStatus: 'ONBOARDING_FINISHED',
    },
  ],
  [
    'ACK-SAMPLE',
    {
      interviewId: expect.stringMatching(ID),
      onboardingStatus: 'ONBOARDING_FINISHED',
      clientId: expect.any(String),
      flowId: expect.stringMatching(ID),
    },
  ],
  [
    'ACK-FREE-ID',
    {
      interviewId: expect.stringMatching(/^[a-z0-9]{21}$/),
      externalCustomerId: expect.any(String),
      onboardingStatus: 'ONBOARDING_FINISHED',
    },
  ],
  [
    'ACK-EXTRA-FIELD',
    {
      interviewId: expect.stringMatching(ID),
      externalCustomerId: expect.any(String),
      onboardingStatus: 'ONBOARDING_FINISHED',
      addedTomorrow: { nested: [1, null] },
    },
  ],
])('%s sends one notification, with these fields', async (id, fields) => {
  expect((await sentFor(id)).map(fieldsOf)).toEqual([fields])
})

test('ACK-SPECIAL-CHARACTERS sends ids with #, spaces and emoji, each in a session of its own', async () => {
  const sent = (await sentFor('ACK-SPECIAL-CHARACTERS')).map(fieldsOf)
  expect(sent.map(({ externalCustomerId }) => externalCustomerId)).toEqual([
    'MyCustomerID#0001',
    'with some spaces',
    'naïve/🙂?a=1&b=%20',
    `quote " and 'apostrophe'`,
  ])
  expect(new Set(sent.map(({ interviewId }) => interviewId)).size).toBe(4)
})

test('SUR-FLOWS sends every legal order, each whole and in a session of its own', async () => {
  const orders = new Map<unknown, unknown[]>()
  for (const each of await sentFor('SUR-FLOWS')) {
    const { interviewId, onboardingStatus } = fieldsOf(each)
    orders.set(interviewId, [...(orders.get(interviewId) ?? []), onboardingStatus])
  }
  const legal = LEGAL_SEQUENCES.flatMap(({ order, alsoLegal }) => [order, ...alsoLegal])
  expect([...orders.values()]).toEqual(legal.filter(({ length }) => length > 0))
})

test.each([
  [
    'SUR-FINISHED-FIRST',
    ['ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED', 'POST_PROCESSING_FINISHED'],
  ],
  ['SUR-REVIEW-FIRST', ['ID_VALIDATION_FINISHED', 'MANUAL_REVIEW_APPROVED', 'ONBOARDING_FINISHED']],
  ['SUR-AFTER-EXPIRED', ['ID_VALIDATION_FINISHED', 'EXPIRED', 'FACE_VALIDATION_FINISHED']],
])('%s sends one session out of order', async (id, statuses) => {
  const sent = (await sentFor(id)).map(fieldsOf)
  expect(sent.map(({ onboardingStatus }) => onboardingStatus)).toEqual(statuses)
  expect(new Set(sent.map(({ interviewId }) => interviewId)).size).toBe(1)
})

test.each(['SUR-DUPLICATES-AT-ONCE', 'SUR-DUPLICATES-LATER'])(
  '%s sends every status twice, byte for byte',
  async (id) => {
    const bodies = (await sentFor(id)).map(({ body }) => body.toString())
    expect(bodies).toHaveLength(20)
    expect(new Set(bodies).size).toBe(10)
  },
)

test.each<[string, readonly string[]]>([
  ['REF-EMPTY', ['']],
  ['REF-NULL', ['null']],
  ['REF-ARRAY', ['[]']],
  ['REF-NUMBER', ['42']],
  ['REF-DEEP', ['['.repeat(5000) + ']'.repeat(5000)]],
])('%s sends this, and calls it JSON', async (id, bodies) => {
  const sent = await sentFor(id)
  expect(sent.map(({ body }) => body.toString())).toEqual(bodies)
  expect(sent[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(bodies[0]?.length),
  })
})

test('REF-BROKEN-JSON, REF-UTF8 and REF-LARGE send what they say', async () => {
  const [broken] = await sentFor('REF-BROKEN-JSON')
  expect(() => fieldsOf(broken as Received)).toThrow(SyntaxError)
  expect(broken?.body.toString()).toMatch(/^\{"interviewId":"[0-9a-f]{24}","onboardingStatus":$/)
  const [invalid] = await sentFor('REF-UTF8')
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(invalid?.body)).toThrow(TypeError)
  const [large] = await sentFor('REF-LARGE')
  expect(large?.body.length).toBeGreaterThan(2_000_000)
  expect(fieldsOf(large as Received)['interviewId']).toMatch(ID)
})

test('REF-GZIP sends a compressed notification, and one that is only called so', async () => {
  const [real, sham] = await sentFor('REF-GZIP')
  const text = gunzipSync(real?.body ?? '').toString()
  expect(text).toMatch(
    /^\{"interviewId":"[0-9a-f]{24}","onboardingStatus":"ONBOARDING_FINISHED"\}$/,
  )
  expect(fieldsOf(sham as Received)['onboardingStatus']).toBe('ONBOARDING_FINISHED')
  for (const each of [real, sham]) expect(each?.headers['content-encoding']).toBe('gzip')
})

test('REF-MEDIA-TYPE, REF-PUT and REF-GET differ in what they are called', async () => {
  const [form] = await sentFor('REF-MEDIA-TYPE')
  expect(form?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  const [put] = await sentFor('REF-PUT')
  expect(put).toMatchObject({ method: 'PUT', headers: { 'content-type': 'application/json' } })
  const [get] = await sentFor('REF-GET')
  expect(get).toMatchObject({ method: 'GET', body: Buffer.alloc(0) })
  expect(get?.headers).not.toHaveProperty('content-type')
})
