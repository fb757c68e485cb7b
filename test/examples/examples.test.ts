import { connect } from 'node:net'
import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { SENDABLE_STATUSES } from '../../src/contract/status.ts'
import type { Outcome } from '../../src/contract/delivery.ts'
import { judgeAnswer } from '../../src/contract/acknowledgement.ts'
import type { ExchangeRequest } from '../../src/exchange/exchange.ts'
import { framedExchange } from '../../src/exchange/framed/framed-exchange.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import { EXAMPLES, launchExample, startExample, type Example } from './start-example.ts'

const ID = '0123456789abcdef01234567'
const TOKEN = 'the-token-of-this-test'
const JSON_TYPE = ['content-type', 'application/json'] as const
const exchange = await loadGotExchange()

type Shape = Partial<Pick<ExchangeRequest, 'method' | 'headers'>> & {
  readonly body?: string | Uint8Array | null
  readonly query?: string
}

function toRequest({ url }: Pick<Example, 'url'>, shape: Shape = {}): ExchangeRequest {
  const { method = 'POST', headers = [JSON_TYPE], body = notification(), query = '' } = shape
  return {
    method,
    url: new URL(query, url),
    headers,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    timeoutMs: 5000,
    verifyCertificate: true,
    signal: new AbortController().signal,
  }
}

function notification(fields: object = {}): string {
  return JSON.stringify({ interviewId: ID, onboardingStatus: 'ONBOARDING_FINISHED', ...fields })
}

/** The status of the answer, or what went wrong. */
function statusOf(outcome: Outcome): number | string {
  return outcome.kind === 'answer' ? outcome.answer.httpStatus : outcome.failure.detail
}

function headerOf(outcome: Outcome, name: string): string | undefined {
  if (outcome.kind === 'failure') return undefined
  return outcome.answer.headers.find(([key]) => key.toLowerCase() === name)?.[1]
}

async function send(example: Example, shape?: Shape): Promise<Outcome> {
  return exchange(toRequest(example, shape))
}

async function expectAlive(example: Example, shape?: Shape): Promise<void> {
  expect(statusOf(await send(example, shape))).toBe(204)
}

const ACKNOWLEDGED: readonly (readonly [what: string, fields: object])[] = [
  ...SENDABLE_STATUSES.map((status) => [status, { onboardingStatus: status }] as const),
  ['a status of tomorrow', { onboardingStatus: 'SOMETHING_NEW' }],
  ['no external id', { externalCustomerId: undefined }],
  ['a strange external id', { externalCustomerId: 'MyCustomerID#0001 /\u{1f642}?a=1' }],
  ['an id of another form', { interviewId: '12fj23j2ong0fs848bfks' }],
  ['the legacy payload', { externalId: 'customer-1' }],
  ['the payload of the samples', { clientId: 'demo', flowId: '641cd5b12a4fe4c4ccb2c07b' }],
  ['an unknown field', { somethingNew: { deep: [1, null, '\ud800'] } }],
]

const REFUSED: readonly (readonly [what: string, status: number, shape: Shape])[] = [
  ['nothing', 400, { body: null, headers: [] }],
  ['an empty body', 400, { body: '' }],
  ['broken JSON', 400, { body: '{"interviewId":' }],
  ['null', 400, { body: 'null' }],
  ['a list', 400, { body: `[${notification()}]` }],
  ['a number', 400, { body: '42' }],
  ['no id', 400, { body: notification({ interviewId: undefined }) }],
  ['no status', 400, { body: notification({ onboardingStatus: undefined }) }],
  ['a number for an id', 400, { body: notification({ interviewId: 42 }) }],
  ['an object for an id', 400, { body: notification({ interviewId: { $ne: null } }) }],
  ['a list for a status', 400, { body: notification({ onboardingStatus: ['EXPIRED'] }) }],
  ['5,000 brackets', 400, { body: `${'['.repeat(5000)}${']'.repeat(5000)}` }],
  ['bytes that are not UTF-8', 400, { body: Buffer.from(notification({ x: 'é' }), 'latin1') }],
  ['100 KB and more', 413, { body: notification({ filler: 'x'.repeat(100 * 1024) }) }],
  ['2 MB', 413, { body: notification({ filler: 'x'.repeat(2_000_000) }) }],
  ['a form', 415, { headers: [['content-type', 'application/x-www-form-urlencoded']] }],
  ['JSON of another kind', 415, { headers: [['content-type', 'application/json-patch']] }],
  ['gzip', 415, { headers: [JSON_TYPE, ['content-encoding', 'gzip']] }],
  ['GET', 405, { method: 'GET', body: null, headers: [] }],
  ['PUT', 405, { method: 'PUT' }],
]

describe.each(EXAMPLES)('the example in %s', (name) => {
  let example: Example
  beforeAll(async () => {
    example = await launchExample(name)
    return async () => void (await example.stop())
  })

  test('acknowledges whatever the vendor may send', async () => {
    for (const [what, fields] of ACKNOWLEDGED) {
      const outcome = await send(example, { body: notification(fields) })
      const answer = outcome.kind === 'answer' ? outcome.answer : undefined
      expect([what, statusOf(outcome), answer?.body.length]).toEqual([what, 204, 0])
      expect(answer && judgeAnswer(answer).verdict).toBe('acknowledged')
    }
  })

  test('takes every media type that is JSON, and none', async () => {
    for (const type of [
      'APPLICATION/JSON',
      'application/json; charset=utf-8',
      'application/json;x=y',
    ]) {
      await expectAlive(example, { headers: [['content-type', type]] })
    }
    await expectAlive(example, { headers: [] })
  })

  test('refuses what is no notification, and lives on', async () => {
    for (const [what, status, shape] of REFUSED) {
      const outcome = await send(example, shape)
      const allow = status === 405 ? 'POST' : undefined
      expect([what, statusOf(outcome), headerOf(outcome, 'allow')]).toEqual([what, status, allow])
      await expectAlive(example)
    }
  })

  test('refuses 2 MB with an answer, and not with a reset, however often', async () => {
    const body = notification({ filler: 'x'.repeat(2_000_000) })
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => send(example, { body })),
    )
    expect(new Set(outcomes.map(statusOf))).toEqual(new Set([413]))
    await expectAlive(example)
  })

  test('works on a notification once, however often and in whatever order it comes', async () => {
    const own = await startExample(name)
    const statuses = ['ONBOARDING_FINISHED', 'POST_PROCESSING_FINISHED', 'ONBOARDING_FINISHED']
    const all = Array.from({ length: 10 }, () => statuses).flat()
    await Promise.all(
      all.map(async (onboardingStatus) =>
        expectAlive(own, { body: notification({ onboardingStatus }) }),
      ),
    )
    await expectAlive(own, { body: notification({ interviewId: 'last' }) })
    await own.printed(/last/)
    const worked = own.output().match(/"onboardingStatus": ?"\w+"/g)
    expect(worked?.toSorted()).toEqual([
      expect.stringContaining('ONBOARDING_FINISHED'),
      expect.stringContaining('ONBOARDING_FINISHED'),
      expect.stringContaining('POST_PROCESSING_FINISHED'),
    ])
  })

  test('reads bodies in whatever way they come', async () => {
    const framings = ['chunked', 'expect-continue', 'http-1.0', 'late-body'] as const
    for (const framing of framings) {
      const { outcome, observed } = await framedExchange([toRequest(example)], framing)
      expect([framing, statusOf(outcome), observed.isAnsweredEarly ?? false]).toEqual([
        framing,
        204,
        false,
      ])
    }
  })

  test('keeps a connection, also after a request that it has refused', async () => {
    const bad = toRequest(example, { body: 'null' })
    for (const before of [toRequest(example), bad, toRequest(example, { method: 'PUT' })]) {
      const { outcome, observed } = await framedExchange([before, toRequest(example)], 'kept-alive')
      expect([statusOf(outcome), observed.isReused]).toEqual([204, true])
    }
  })

  test('survives clients that go away, and chunks that are none', async () => {
    const head = 'POST /webhook HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n'
    await framedExchange([toRequest(example)], 'abandoned')
    await expectAlive(example)
    const answer = await sendRaw(
      example,
      `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    await expectAlive(example)
  })

  test('takes the right token alone, whatever the case of the scheme', async () => {
    const own = await startExample(name, { token: TOKEN })
    const withToken = (value: string): Shape => ({ headers: [JSON_TYPE, ['authorization', value]] })
    await expectAlive(own, withToken(`Bearer ${TOKEN}`))
    await expectAlive(own, withToken(`bEARER ${TOKEN}`))
    const denied: readonly (readonly [shape: Shape, challenge: string])[] = [
      [{}, 'Bearer'],
      [withToken(`Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}`), 'Bearer'],
      [{ query: `?access_token=${TOKEN}` }, 'Bearer'],
      [withToken('Bearer wrong'), 'Bearer error="invalid_token"'],
      [withToken(`Bearer ${TOKEN.replace('e', 'E')}`), 'Bearer error="invalid_token"'],
      [withToken(`Bearer ${TOKEN}x`), 'Bearer error="invalid_token"'],
      [withToken(`Bearer ${'x'.repeat(8000)}`), 'Bearer error="invalid_token"'],
    ]
    for (const [shape, challenge] of denied) {
      const outcome = await send(own, shape)
      expect([shape, statusOf(outcome), headerOf(outcome, 'www-authenticate')]).toEqual([
        shape,
        401,
        challenge,
      ])
    }
    await expectAlive(own, withToken(`Bearer ${TOKEN}`))
  })

  test('ends with SIGTERM', async () => {
    const own = await startExample(name)
    await expectAlive(own)
    expect(await own.stop()).toBe(0)
    expect(await send(own)).toMatchObject({ failure: { code: 'CONNECTION_REFUSED' } })
  })
})

/** Sends bytes as they are, and gives what comes back until the other side ends it. */
async function sendRaw({ url }: Example, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) })
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk))
  socket.write(text)
  await once(socket, 'close')
  return answer
}
