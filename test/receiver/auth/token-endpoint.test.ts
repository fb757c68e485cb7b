import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import type { TokenRequest } from '../../../src/contract/token-request.ts'
import { createIssuedTokens } from '../../../src/receiver/auth/issued-tokens.ts'
import { createTokenEndpoint, TOKEN_PATH } from '../../../src/receiver/auth/token-endpoint.ts'
import { DEFAULT_LIMITS, type ReceiverLimits } from '../../../src/receiver/limits.ts'
import { createTestContext } from '../../helpers/test-context.ts'
import { JSON_TYPE, request, startRawReceiver, talk, type RawReceiver } from '../raw-receiver.ts'

/** The token endpoint on raw sockets: RFC 6749, 4.4 and 5, and the framing that every request has. */

const SECRET = 'canary-secret/t:X2+ %&=é'
const FORM = 'Content-Type: application/x-www-form-urlencoded'
const GRANT = 'grant_type=client_credentials'
const CHALLENGE = 'Basic realm="hookstep", charset="UTF-8"'

function basic(text: string): string {
  return `Authorization: Basic ${Buffer.from(text).toString('base64')}`
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}

const ME = basic(`me:${SECRET}`)

interface Started extends RawReceiver {
  readonly tokenRequests: TokenRequest[]
  readonly nextToken: () => Promise<TokenRequest>
}

async function start(
  scopes: readonly string[] = [],
  limits: Partial<ReceiverLimits> = {},
): Promise<Started> {
  const { clock, random } = createTestContext().context
  const tokenRequests: TokenRequest[] = []
  let asked = 0
  let wake = (): void => {}
  const tokens = await createIssuedTokens({
    lifetimeMs: 90_500,
    requiredScopes: scopes,
    clock,
    random,
  })
  const tokenEndpoint = createTokenEndpoint({
    clientId: 'me',
    clientSecret: SECRET,
    tokens,
    scopes,
    clock,
    onTokenRequest: (request) => {
      tokenRequests.push(request)
      wake()
    },
  })
  const started = await startRawReceiver({
    tokenEndpoint,
    requirements: { token: null, headers: [], verifyToken: tokens.verify },
    limits: { ...DEFAULT_LIMITS, ...limits },
  })
  const nextToken = async (): Promise<TokenRequest> => {
    while (tokenRequests.length <= asked) await new Promise<void>((resolve) => (wake = resolve))
    asked += 1
    return tokenRequests[asked - 1] as TokenRequest
  }
  return { ...started, tokenRequests, nextToken }
}

async function ask(
  { port }: RawReceiver,
  body: string | Uint8Array = GRANT,
  headers: readonly string[] = [ME, FORM],
  line = `POST ${TOKEN_PATH} HTTP/1.1`,
) {
  return talk(port, request({ line, headers }, body))
}

interface TokenBody {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in: number
  readonly scope?: string
}

function tokenIn({ body }: { readonly body: string }): TokenBody {
  return JSON.parse(body) as TokenBody
}

test('a client with its secret gets a token that lets its notification in', async () => {
  const started = await start()
  const reply = await ask(started)
  expect(reply).toMatchObject({
    statuses: [200],
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    },
  })
  const { access_token: token, ...more } = tokenIn(reply)
  expect(more).toEqual({ token_type: 'Bearer', expires_in: 90 })
  const { iat = 0, exp = 0, ...claims } = decodeJwt(token)
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(claims).toEqual({
    iss: 'urn:hookstep:token-endpoint',
    aud: 'urn:hookstep:receiver',
    jti: expect.stringMatching(/^[\da-f]{32}$/) as string,
  })
  expect(exp - iat).toBeGreaterThanOrEqual(90.5)
  expect(exp - iat).toBeLessThan(91.5)
  const headers = [JSON_TYPE, `Authorization: Bearer ${token}`]
  expect((await talk(started.port, request({ headers }))).statuses).toEqual([204])
  expect(await started.nextToken()).toMatchObject({
    httpStatus: 200,
    outcome: { kind: 'issued', clientId: 'me', expiresIn: 90, scopes: [] },
  })
  expect(await started.next()).toMatchObject({ seq: 1, isAuthenticated: true })
  expect(started.told).toHaveLength(1)
})

test('no two tokens are alike', async () => {
  const started = await start()
  const tokens = [tokenIn(await ask(started)), tokenIn(await ask(started))]
  expect(new Set(tokens.map((each) => each.access_token)).size).toBe(2)
})

test.each([
  ['plain, as on the vendor’s page', basic(`me:${SECRET}`)],
  ['form-urlencoded, as in RFC 6749', basic(`me:${formEncoded(SECRET)}`)],
  ['percent-encoded', basic(`me:${encodeURIComponent(SECRET)}`)],
  ['with the scheme in lower case', ME.replace('Basic', 'basic')],
  ['with two spaces', ME.replace('Basic', 'Basic ')],
])('O1: credentials %s are taken', async (_, header) => {
  expect((await ask(await start(), GRANT, [header, FORM])).statuses).toEqual([200])
})

test.each([
  ['with a charset', GRANT, `${FORM}; charset=UTF-8`],
  ['with unknown parameters', `${GRANT}&audience=x&resource=y`, FORM],
  ['with the client id in the body as well', `${GRANT}&client_id=me`, FORM],
  ['with an empty scope', `${GRANT}&scope=`, FORM],
  ['with empty repeats', `${GRANT}&grant_type=&a=&a=`, FORM],
  ['percent-encoded', 'grant%5Ftype=client%5fcredentials', FORM],
])('a form %s is taken', async (_, body, type) => {
  expect((await ask(await start(), body, [ME, type])).statuses).toEqual([200])
})

test('a query in the address is nothing to the token endpoint', async () => {
  const line = `POST ${TOKEN_PATH}?tenant=a HTTP/1.1`
  expect((await ask(await start(), GRANT, [ME, FORM], line)).statuses).toEqual([200])
})

const sameLength = `${SECRET.slice(0, -1)}x`
const MISSING = 'there is no Basic header'
const NO_BASIC = 'Authorization is not Basic, with id:secret'

test.each([
  ['no Authorization', [], MISSING],
  ['another secret', [basic('me:wrong')], 'the client secret is another one'],
  ['a secret of the same length', [basic(`me:${sameLength}`)], 'the client secret is another one'],
  ['the secret with more after it', [basic(`me:${SECRET}0`)], 'the client secret is another one'],
  ['no secret', [basic('me:')], 'the client secret is another one'],
  ['another id', [basic(`you:${SECRET}`)], 'the client id is another one'],
  ['id and secret changed over', [basic(`${SECRET}:me`)], 'the client id is another one'],
  ['nothing', [basic(':')], 'the client id is another one'],
  ['no colon', [basic('me')], NO_BASIC],
  ['no base64', ['Authorization: Basic me:secret'], NO_BASIC],
  ['base64 with odd characters', ['Authorization: Basic bWU6*c2VjcmV0'], NO_BASIC],
  ['Basic alone', ['Authorization: Basic'], NO_BASIC],
  ['an empty header', ['Authorization:'], NO_BASIC],
  ['two words', [`${ME} x`], NO_BASIC],
  ['a bearer token', ['Authorization: Bearer abc'], NO_BASIC],
  ['a broken percent sign', [basic('me:%zz%')], 'the client secret is another one'],
  ['8 KB', [basic(`me:${'x'.repeat(6000)}`)], 'the client secret is another one'],
])('%s is answered 401 invalid_client', async (_, headers, detail) => {
  const started = await start()
  const reply = await ask(started, GRANT, [...headers, FORM])
  expect(reply).toMatchObject({ statuses: [401], body: '{"error":"invalid_client"}' })
  expect(reply.headers).toMatchObject({
    'www-authenticate': CHALLENGE,
    'cache-control': 'no-store',
    'content-type': 'application/json',
  })
  expect(await started.nextToken()).toMatchObject({
    httpStatus: 401,
    outcome: { kind: 'refused', code: 'invalid_client', detail },
  })
})

const TYPE = 'the body is not application/x-www-form-urlencoded'

test.each([
  [
    'credentials in the body',
    401,
    'invalid_client',
    `${GRANT}&client_id=me&client_secret=${formEncoded(SECRET)}`,
    [FORM],
    'the secret is in the body; the vendor sends it in a Basic header',
  ],
  [
    'credentials twice',
    400,
    'invalid_request',
    `${GRANT}&client_secret=x`,
    [ME, FORM],
    'a secret in the header, and one in the body',
  ],
  [
    'two Authorization headers',
    400,
    'invalid_request',
    GRANT,
    [ME, ME, FORM],
    'Authorization was sent twice',
  ],
  ['no grant_type', 400, 'invalid_request', 'scope=', [ME, FORM], 'there is no grant_type'],
  [
    'an empty grant_type',
    400,
    'invalid_request',
    'grant_type=',
    [ME, FORM],
    'there is no grant_type',
  ],
  ['an empty body', 400, 'invalid_request', '', [ME, FORM], 'there is no grant_type'],
  [
    'another case of the name',
    400,
    'invalid_request',
    'Grant_Type=client_credentials',
    [ME, FORM],
    'there is no grant_type',
  ],
  [
    'a repeated parameter',
    400,
    'invalid_request',
    `${GRANT}&${GRANT}`,
    [ME, FORM],
    'a parameter was sent twice',
  ],
  [
    'bytes that are no text',
    400,
    'invalid_request',
    Buffer.from([0xff, 0x26, 0x3d, 0xc3, 0x28]),
    [ME, FORM],
    'there is no grant_type',
  ],
  [
    'the password grant',
    400,
    'unsupported_grant_type',
    'grant_type=password&username=a&password=b',
    [ME, FORM],
    'grant_type is password',
  ],
  [
    'another case of the grant',
    400,
    'unsupported_grant_type',
    'grant_type=Client_Credentials',
    [ME, FORM],
    'grant_type is Client_Credentials',
  ],
  [
    'a scope where there is none',
    400,
    'invalid_scope',
    `${GRANT}&scope=admin`,
    [ME, FORM],
    'scope admin: --require-scope does not name it',
  ],
  ['JSON', 400, 'invalid_request', '{"grant_type":"client_credentials"}', [ME, JSON_TYPE], TYPE],
  ['no Content-Type', 400, 'invalid_request', GRANT, [ME], TYPE],
  ['two Content-Types', 400, 'invalid_request', GRANT, [ME, FORM, JSON_TYPE], TYPE],
  [
    'a multipart form',
    400,
    'invalid_request',
    GRANT,
    [ME, 'Content-Type: multipart/form-data'],
    TYPE,
  ],
  [
    'an encoded body',
    400,
    'invalid_request',
    GRANT,
    [ME, FORM, 'Content-Encoding: gzip'],
    'an encoded body',
  ],
  [
    '1 MB',
    413,
    'invalid_request',
    `${GRANT}&a=${'x'.repeat(1_000_000)}`,
    [ME, FORM],
    'a body of more than 8192 bytes',
  ],
  [
    'one byte too many',
    413,
    'invalid_request',
    `${GRANT}&a=${'x'.repeat(8192 - GRANT.length - 2)}`,
    [ME, FORM],
    'a body of more than 8192 bytes',
  ],
] as const)('%s is answered %d %s', async (_, status, code, body, headers, detail) => {
  const started = await start()
  const reply = await ask(started, body, headers)
  expect(reply).toMatchObject({ statuses: [status], body: JSON.stringify({ error: code }) })
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.headers['www-authenticate']).toBe(status === 401 ? CHALLENGE : undefined)
  expect(await started.nextToken()).toMatchObject({
    httpStatus: status,
    outcome: { kind: 'refused', code, detail },
  })
  expect(JSON.stringify(started.tokenRequests)).not.toContain('canary')
  expect((await ask(started)).statuses).toEqual([200])
})

test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])(
  '%s is answered 405',
  async (method) => {
    const started = await start()
    const reply = await ask(started, '', [ME], `${method} ${TOKEN_PATH} HTTP/1.1`)
    expect(reply).toMatchObject({ statuses: [405], headers: { allow: 'POST' } })
    expect(await started.nextToken()).toMatchObject({ outcome: { code: 'method_not_allowed' } })
  },
)

test.each([
  ['two Hosts', ['Host: y'], 400, 'two_hosts'],
  ['a coded body', ['Transfer-Encoding: gzip, chunked'], 501, 'transfer_coding'],
  ['an unknown expectation', ['Expect: a-miracle'], 417, 'unknown_expectation'],
])('%s ends the connection, here as everywhere', async (_, headers, status, code) => {
  const started = await start()
  const line = `POST ${TOKEN_PATH} HTTP/1.1`
  const body = headers.some((each) => each.startsWith('Transfer')) ? '0\r\n\r\n' : ''
  const first = request({ line, headers: ['Connection: keep-alive', ME, FORM, ...headers] }, body)
  const smuggled = request({ line, headers: [ME, FORM] }, GRANT)
  const reply = await talk(started.port, Buffer.concat([first, smuggled]))
  expect(reply).toMatchObject({ statuses: [status], headers: { connection: 'close' } })
  expect(await started.nextToken()).toMatchObject({ outcome: { code } })
  expect(started.tokenRequests).toHaveLength(1)
  expect((await ask(started)).statuses).toEqual([200])
})

test('an absolute address is refused before anything looks at its path', async () => {
  const started = await start()
  const reply = await ask(started, GRANT, [ME, FORM], `POST http://evil${TOKEN_PATH} HTTP/1.1`)
  expect(reply).toMatchObject({ statuses: [400], body: '{"error":"bad_target"}' })
  expect(started.tokenRequests).toEqual([])
})

test.each([
  ['gets its word', [ME, `Content-Length: ${GRANT.length}`], [100, 200]],
  ['hears 413 without it', [ME, 'Content-Length: 1000000'], [413]],
  [
    'hears of its media type without it',
    [ME, 'Content-Type: text/plain', 'Content-Length: 9'],
    [400],
  ],
])('a client that waits with its body %s', async (_, headers, statuses) => {
  const { port } = await start()
  const type = headers.some((each) => each.startsWith('Content-Type')) ? [] : [FORM]
  const line = `POST ${TOKEN_PATH} HTTP/1.1`
  const head = request({ line, headers: [...type, ...headers, 'Expect: 100-continue'] }, '')
  const reply = await talk(port, head, (socket) => socket.once('data', () => socket.write(GRANT)))
  expect(reply.statuses).toEqual(statuses)
})

test('token requests and notifications of one packet are answered in their order', async () => {
  const started = await start()
  const { access_token: token } = tokenIn(await ask(started))
  const line = `POST ${TOKEN_PATH} HTTP/1.1`
  const on = 'Connection: keep-alive'
  const notification = [JSON_TYPE, `Authorization: Bearer ${token}`]
  const packet = Buffer.concat([
    request({ line, headers: [on, ME, FORM] }, GRANT),
    request({ headers: [on, ...notification] }),
    request({ line, headers: [on, FORM] }, GRANT),
    request({ headers: notification }),
  ])
  expect((await talk(started.port, packet)).statuses).toEqual([200, 204, 401, 204])
})

test('a client that leaves in the middle of its body is told, and gets nothing', async () => {
  const started = await start()
  const line = `POST ${TOKEN_PATH} HTTP/1.1`
  const cut = request({ line, headers: [ME, FORM, 'Content-Length: 100'] }, GRANT)
  await talk(started.port, cut, (socket) => socket.end())
  expect(await started.nextToken()).toMatchObject({
    httpStatus: null,
    outcome: { kind: 'refused', code: 'aborted' },
  })
})

test('a body that trickles in is answered 408 in time, and told as that', async () => {
  const started = await start([], {
    requestTimeoutMs: 300,
    headersTimeoutMs: 200,
    checkIntervalMs: 50,
  })
  const line = `POST ${TOKEN_PATH} HTTP/1.1`
  const slow = request({ line, headers: [ME, FORM, 'Content-Length: 100'] }, GRANT)
  expect((await talk(started.port, slow)).statuses).toEqual([408])
  expect(await started.nextToken()).toMatchObject({
    httpStatus: 408,
    outcome: { kind: 'refused', code: 'too_slow' },
  })
})

test('where all bodies together hold too much, a token request comes later', async () => {
  const started = await start([], { bodiesInFlightBytes: 10 })
  const reply = await ask(started)
  expect(reply).toMatchObject({ statuses: [503], headers: { 'retry-after': '1' } })
})

test('scopes: a client that asks for none gets all, and never one that is not there', async () => {
  const started = await start(['webhooks', 'write'])
  const scopeFor = async (scope: string) => {
    const reply = await ask(started, `${GRANT}${scope}`)
    return reply.statuses[0] === 200 ? tokenIn(reply).scope : reply.body
  }
  expect(await scopeFor('')).toBe('webhooks write')
  expect(await scopeFor('&scope=write+webhooks')).toBe('write webhooks')
  expect(await scopeFor('&scope=write++write')).toBe('write')
  expect(await scopeFor('&scope=write+admin')).toBe('{"error":"invalid_scope"}')
  expect(await scopeFor('&scope=WRITE')).toBe('{"error":"invalid_scope"}')
})

test('without a token endpoint its path is one like any other', async () => {
  const { port } = await startRawReceiver()
  const line = `POST ${TOKEN_PATH} HTTP/1.1`
  expect((await talk(port, request({ line, headers: [JSON_TYPE] }))).statuses).toEqual([204])
})

test('a token lives as long as its client is told, to the millisecond', async () => {
  const { random } = createTestContext().context
  let nowMs = Date.UTC(2026, 0, 1, 0, 0, 0, 900)
  const clock = { now: () => new Date(nowMs) }
  const tokens = await createIssuedTokens({ lifetimeMs: 1000, requiredScopes: [], clock, random })
  const token = await tokens.issue([])
  nowMs += 999
  expect(await tokens.verify(token)).toBe(null)
  nowMs += 1
  expect(await tokens.verify(token)).toMatchObject({
    httpStatus: 401,
    detail: 'the bearer token expired at 2026-01-01T00:00:01.900Z',
  })
  nowMs -= 60_000
  expect(await tokens.verify(token)).toBe(null)
})
