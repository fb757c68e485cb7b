import { describe, expect, test } from 'vitest'
import { judgeAnswer } from '../../../src/contract/acknowledgement.ts'
import {
  findClosedPort,
  startEndpoint,
  startFixedEndpoint,
  type Received,
} from '../../helpers/endpoint.ts'
import { playOnArtillery, playOnK6 } from '../../helpers/play-scenario.ts'
import { startTokenEndpoint } from '../../helpers/token-endpoint.ts'

/** What every engine must do alike. The engines themselves are stubs; what they send is real. */
const ENGINES = [
  ['k6', playOnK6],
  ['artillery', playOnArtillery],
] as const

const ID_SELFIE = [
  ...['ID_VALIDATION_FINISHED', 'FACE_VALIDATION_FINISHED'],
  ...['POST_PROCESSING_FINISHED', 'ONBOARDING_FINISHED'],
]
const FLOW = ['--flow', 'id-selfie']
const ONE = ['--flow', 'no-id']
const JSON_TYPE = { 'content-type': 'application/json' }
const SECRET = 'canary-client-secret-0001'

interface Body {
  readonly interviewId: string
  readonly externalCustomerId?: string
  readonly onboardingStatus: string
}

const bodies = (received: readonly Received[]): Body[] =>
  received.map(({ body }) => JSON.parse(body.toString()) as Body)

function sessionsOf(received: readonly Received[]): Map<string, Body[]> {
  const sessions = new Map<string, Body[]>()
  for (const body of bodies(received)) {
    sessions.set(body.interviewId, [...(sessions.get(body.interviewId) ?? []), body])
  }
  return sessions
}

type Answer = readonly [status: number, headers: Record<string, string | string[]>, body: string]

const ANSWERS: readonly Answer[] = [
  [204, {}, ''],
  [200, JSON_TYPE, 'not json'],
  [200, { 'Content-Type': 'Application/JSON ;charset=utf-8' }, '{}'],
  [200, { 'content-type': 'text/html' }, '{}'],
  [200, { 'content-type': 'application/jsonp' }, '{}'],
  [200, { 'content-type': ['application/json', 'application/json'] }, '{}'],
  [200, {}, '{}'],
  [201, JSON_TYPE, '{}'],
  [304, {}, ''],
  ...[301, 302, 303, 307, 308].map((status): Answer => [status, { location: '/elsewhere' }, '']),
  [401, {}, ''],
  [500, {}, ''],
  [600, {}, ''],
]

const STRICT_ANSWERS: readonly Answer[] = [
  [200, JSON_TYPE, '{"success":true}'],
  [200, JSON_TYPE, '{"success":false}'],
  [200, JSON_TYPE, '{"success":"false"}'],
  [200, JSON_TYPE, 'null'],
  [200, JSON_TYPE, 'yes'],
  [200, JSON_TYPE, ''],
  [200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, '{}'],
  [200, { ...JSON_TYPE, 'content-encoding': 'identity' }, '{}'],
  [204, {}, ''],
]

/** How often each reason is to come, by the contract itself. */
function verdictsOf(answers: readonly Answer[], strict: boolean): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [httpStatus, headers, text] of answers) {
    const pairs = Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value) => [name, value] as const),
    )
    const answer = { httpStatus, headers: pairs, body: Buffer.from(text), isBodyCut: false }
    const { reason } = judgeAnswer(answer, { strict })
    counts[reason ?? 'acknowledged'] = (counts[reason ?? 'acknowledged'] ?? 0) + 1
  }
  return counts
}

describe.each(ENGINES)('%s', (_, play) => {
  test('every session is new, complete and in order, and its bytes are those of load', async () => {
    const { url, received } = await startFixedEndpoint(204)
    const { result } = await play([url, ...FLOW], { sessions: 5 })
    const sessions = [...sessionsOf(received)]
    expect(sessions).toHaveLength(5)
    for (const [interviewId, notifications] of sessions) {
      expect(interviewId).toMatch(/^[\da-f]{24}$/)
      expect(Number.parseInt(interviewId.slice(0, 8), 16) * 1000).toBeCloseTo(Date.now(), -5)
      expect(notifications.map(({ onboardingStatus }) => onboardingStatus)).toEqual(ID_SELFIE)
      expect(new Set(notifications.map((each) => each.externalCustomerId)).size).toBe(1)
    }
    const customers = bodies(received).map(({ externalCustomerId }) => externalCustomerId)
    expect(new Set(customers).size).toBe(5)
    expect(customers.sort()[0]).toMatch(/^Customer#0001/)
    const [{ interviewId, externalCustomerId, onboardingStatus }] = bodies(received) as [Body]
    expect(received[0]?.body.toString()).toBe(
      JSON.stringify({ interviewId, externalCustomerId, onboardingStatus }),
    )
    expect(result).toEqual({
      ...{ acknowledged: 20, rejected: 0, reasons: {} },
      ...{ sessions: 5, sessionsWithRejection: 0 },
    })
  })

  test('a request is what load sends: headers, and the token and custom headers of the environment', async () => {
    const { url, received } = await startFixedEndpoint(200, { ...JSON_TYPE, 'set-cookie': 'a=b' })
    const flags = ['--token', 'abcdef-token', '-H', 'X-Api-Key: abcdef-key', '-H', 'Accept: */*']
    const env = { HOOKSTEP_TOKEN: 'token-1', HOOKSTEP_HEADER_X_API_KEY: 'key-1' }
    await play([`${url}?team=a`, ...FLOW, ...flags], { env })
    expect(received).toHaveLength(4)
    for (const { method, path, headers } of received) {
      expect({ method, path }).toEqual({ method: 'POST', path: '/webhook?team=a' })
      expect(headers).toEqual({
        'content-type': 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'hookstep/0.0.0-test',
        authorization: 'Bearer token-1',
        'x-api-key': 'key-1',
        accept: '*/*',
        host: new URL(url).host,
        connection: 'keep-alive',
        'content-length': headers['content-length'],
      })
    }
  })

  test('a rejection ends no session, and nothing is sent again', async () => {
    const { url, received } = await startFixedEndpoint(302, { location: '/elsewhere' })
    const { result } = await play([url, ...FLOW])
    expect(received.map(({ path }) => path)).toEqual(Array(4).fill('/webhook'))
    expect(result).toEqual({
      ...{ acknowledged: 0, rejected: 4, reasons: { REDIRECT: 4 } },
      ...{ sessions: 1, sessionsWithRejection: 1 },
    })
  })

  test('every answer is judged as load judges it', async () => {
    for (const [answers, strict] of [
      [ANSWERS, false],
      [STRICT_ANSWERS, true],
    ] as const) {
      const { url, received } = await startEndpoint((response, _, index) => {
        const [status, headers, body] = answers[index] as Answer
        response.writeHead(status, headers).end(body)
      })
      const flags = strict ? ['--strict'] : []
      const { result } = await play([url, ...ONE, ...flags], { sessions: answers.length })
      expect(received).toHaveLength(answers.length)
      const { acknowledged, ...reasons } = verdictsOf(answers, strict)
      expect(result).toMatchObject({ acknowledged, reasons })
    }
  })

  test('no answer is a rejection with the reason that load gives', async () => {
    const closed = await play([`http://127.0.0.1:${await findClosedPort()}/`, ...ONE])
    expect(closed.result.reasons).toEqual({ CONNECTION_REFUSED: 1 })
    const silent = await startEndpoint(() => {})
    const late = await play([silent.url, ...ONE, '--timeout', '50ms'])
    expect(late.result.reasons).toEqual({ TIMEOUT: 1 })
    const rude = await startEndpoint((response) => void response.socket?.destroy())
    const broken = await play([rude.url, ...ONE])
    expect(broken.result.reasons).toEqual({ RESET: 1 })
  })

  test('the flows come by their weights', async () => {
    const { url, received } = await startFixedEndpoint(204)
    const mix = 'no-id=2.5,never-started-expired=1.5,abandoned=1,id=0'
    await play([url, '--flow', mix], { sessions: 200 })
    const last = [...sessionsOf(received).values()].map((each) => each.at(-1)?.onboardingStatus)
    const count = (status: string): number => last.filter((each) => each === status).length
    const counts = [
      count('ONBOARDING_FINISHED'),
      count('EXPIRED'),
      count('FACE_VALIDATION_FINISHED'),
    ]
    expect(counts.reduce((sum, each) => sum + each)).toBe(200)
    // 100, 60 and 40 are to be expected; 40 more or less is more than five sigma.
    for (const [index, expected] of [100, 60, 40].entries()) {
      expect(Math.abs((counts[index] as number) - expected)).toBeLessThan(40)
    }
  })

  test('--pace leaves a gap from due time to due time', async () => {
    const arrivals: number[] = []
    const { url } = await startEndpoint((response) => {
      arrivals.push(performance.now())
      response.writeHead(204).end()
    })
    await play([url, ...FLOW, '--pace', '200ms'])
    const [first = 0, last = 0] = [arrivals[0], arrivals.at(-1)]
    // 600 ms, but for what the first one was late; without gaps it would be some 20.
    expect(last - first).toBeGreaterThan(150)
  })

  test('the token of client credentials is fetched once, and sent with all', async () => {
    const { url, received } = await startFixedEndpoint(204)
    const tokens = await startTokenEndpoint('token-1')
    const env = { HOOKSTEP_CLIENT_ID: 'me:&ü', HOOKSTEP_CLIENT_SECRET: `${SECRET} !'()*~` }
    await play([url, ...FLOW, '--oauth-url', tokens.url], { sessions: 3, env })
    expect(received.map(({ headers }) => headers['authorization'])).toEqual(
      Array(12).fill('Bearer token-1'),
    )
    expect(tokens.received).toHaveLength(1)
    const [{ headers, body }] = tokens.received as [Received]
    expect(body.toString()).toBe('grant_type=client_credentials')
    const [scheme, encoded = ''] = (headers['authorization'] ?? '').split(' ')
    const form = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1)
    expect([scheme, Buffer.from(encoded, 'base64').toString()]).toEqual([
      'Basic',
      `${form(env.HOOKSTEP_CLIENT_ID)}:${form(env.HOOKSTEP_CLIENT_SECRET)}`,
    ])
    expect(headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' })
  })

  const OAUTH_ENV = { HOOKSTEP_CLIENT_ID: 'me', HOOKSTEP_CLIENT_SECRET: SECRET }

  test('a token is renewed before it ends, but kept for a second', async () => {
    const tokens = await startNumberedTokens({ expires_in: 0 })
    const { url, received } = await startFixedEndpoint(204)
    const flags = ['--pace', '600ms', '--oauth-url', tokens.url]
    await play([url, ...FLOW, ...flags], { env: OAUTH_ENV })
    const sent = received.map(({ headers }) => headers['authorization'])
    expect(sent).toHaveLength(4)
    // At 0, 0.6, 1.2 and 1.8 s; on a slow machine later.
    expect(new Set(sent).size).toBeGreaterThan(1)
    expect(tokens.received.length).toBeLessThan(4)
  })

  test('after a 401 another token is fetched, and the notification sent again with it', async () => {
    const tokens = await startNumberedTokens({ expires_in: '3600' })
    const picky = await startEndpoint((response, { headers }) => {
      response.writeHead(headers['authorization'] === 'Bearer token-2' ? 204 : 401).end()
    })
    const oauth = ['--oauth-url', tokens.url]
    const { result } = await play([picky.url, ...FLOW, ...oauth], { env: OAUTH_ENV })
    expect(result).toMatchObject({
      ...{ acknowledged: 4, rejected: 1, reasons: { WRONG_STATUS: 1 } },
      // As in load: the delivery was acknowledged in the end.
      sessionsWithRejection: 0,
    })
    expect(tokens.received).toHaveLength(2)
  })

  test('an endpoint that answers 401 to everything is no load for the token endpoint', async () => {
    const tokens = await startNumberedTokens({ expires_in: 3600 })
    const never = await startFixedEndpoint(401)
    const oauth = ['--oauth-url', tokens.url]
    await play([never.url, ...FLOW, ...oauth], { env: OAUTH_ENV })
    // Five and two, where all is over within a second; a token for each refusal would make eight and five.
    const [sent, fetched] = [never.received.length, tokens.received.length]
    expect(sent).toBeLessThan(8)
    expect(fetched).toBeLessThan(5)
    await play([never.url, ...ONE, ...oauth, '--keep-token-on-401'], { env: OAUTH_ENV })
    expect([never.received.length, tokens.received.length]).toEqual([sent + 1, fetched + 1])
  })

  test('a variable that is not set ends the run before anything is sent', async () => {
    const { url, received } = await startFixedEndpoint(204)
    const { exitCode, stderr } = await play([url, ...ONE, '--token', 'abcdef-token'])
    expect(exitCode).not.toBe(0)
    expect(stderr).toContain('HOOKSTEP_TOKEN is not set in the environment')
    expect(received).toEqual([])
  })

  test('a URL that carries a secret comes from the environment', async () => {
    const { url, received } = await startFixedEndpoint(204)
    const env = { HOOKSTEP_URL: `${url}?api_key=abcdef-1` }
    await play([`${url}?api_key=abcdef-0`, ...ONE], { env })
    expect(received.map(({ path }) => path)).toEqual(['/webhook?api_key=abcdef-1'])
  })
})

test('k6 does not begin without a token; a worker of Artillery rejects for want of one', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const refusing = await startFixedEndpoint(400, JSON_TYPE, '{"error":"invalid_client"}')
  const argv = [url, ...ONE, '--oauth-url', refusing.url]
  const env = { HOOKSTEP_CLIENT_ID: 'me', HOOKSTEP_CLIENT_SECRET: SECRET }
  const k6 = await playOnK6(argv, { env })
  expect(k6.exitCode).not.toBe(0)
  expect(k6.stderr).toContain('the token endpoint answered 400')
  const artillery = await playOnArtillery(argv, { env })
  expect(artillery.result.reasons).toEqual({ TOKEN: 1 })
  expect(received).toEqual([])
})

test('a token endpoint that fails is asked three times, and then left alone for a second', async () => {
  const { url } = await startFixedEndpoint(204)
  const failing = await startFixedEndpoint(503)
  const env = { HOOKSTEP_CLIENT_ID: 'me', HOOKSTEP_CLIENT_SECRET: SECRET }
  // Two sessions at once, of two notifications each: the second ones hear of the failure.
  const argv = [url, '--flow', 'abandoned', '--oauth-url', failing.url]
  const { result } = await playOnArtillery(argv, { sessions: 2, env })
  expect(result.reasons).toEqual({ TOKEN: 4 })
  expect(failing.received).toHaveLength(3)
})

/** An authorization server that gives another token each time. */
async function startNumberedTokens(more: object) {
  return startEndpoint((response, _, index) => {
    const token = { access_token: `token-${index + 1}`, token_type: 'Bearer', ...more }
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(token))
  })
}
