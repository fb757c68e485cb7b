import type { Socket } from 'node:net'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { loadGotExchange } from '../../../src/exchange/got-exchange.ts'
import {
  openProviderTokens,
  type ProviderTokensOptions,
} from '../../../src/receiver/auth/provider-tokens.ts'
import type { TokenVerifier } from '../../../src/receiver/auth/token-verifier.ts'
import { DEFAULT_LIMITS } from '../../../src/receiver/limits.ts'
import { findClosedPort } from '../../helpers/endpoint.ts'
import { AUDIENCE, ISSUER, startProvider, type Provider } from '../../helpers/provider.ts'
import { expectStillGood, request, startRawReceiver, talk } from '../raw-receiver.ts'

/** A clock that stands until it is moved. */
function standingClock() {
  let nowMs = 0
  const startedAt = Date.now()
  return {
    now: () => new Date(startedAt + nowMs),
    monotonicMs: () => nowMs,
    move: (ms: number) => {
      nowMs += ms
    },
  }
}

async function open({ url }: Pick<Provider, 'url'>, more: Partial<ProviderTokensOptions> = {}) {
  const clock = standingClock()
  const controller = new AbortController()
  const verify = await openProviderTokens({
    url,
    exchange: await loadGotExchange(),
    userAgent: 'hookstep/test',
    issuer: ISSUER,
    audience: AUDIENCE,
    requiredScopes: [],
    clock,
    signal: controller.signal,
    ...more,
  })
  return { verify, clock, abort: () => controller.abort({ interruptedBy: 'SIGINT' }) }
}

test.each([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
])('a token of the provider is let in, signed with %s', async (algorithm) => {
  const provider = await startProvider(algorithm)
  const { verify } = await open(provider)
  expect(await verify(await provider.sign())).toBe(null)
  expect(await verify(await provider.sign({ aud: ['other', AUDIENCE] }))).toBe(null)
  expect(provider.asked()).toBe(1)
})

test('a token that is signed with the public key as a shared secret is refused', async () => {
  const provider = await startProvider('RS256')
  const { verify } = await open(provider)
  const secret = Buffer.from(JSON.stringify(provider.keys[0]))
  const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp: 99_999_999_999 })
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .sign(secret)
  expect(await verify(token)).toMatchObject({ code: 'invalid_token' })
})

test('a shared key in the set is not used', async () => {
  const provider = await startProvider('RS256')
  const secret = Buffer.alloc(32, 7)
  provider.keys.push({ kty: 'oct', k: secret.toString('base64url'), kid: 'shared', alg: 'HS256' })
  const { verify } = await open(provider)
  const token = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp: 99_999_999_999 })
    .setProtectedHeader({ alg: 'HS256', kid: 'shared' })
    .sign(secret)
  expect(await verify(token)).toMatchObject({ code: 'invalid_token' })
})

test.each([
  ['exp', { exp: 1 }, 'the bearer token expired at 1970-01-01T00:00:01.000Z'],
  ['exp', { exp: -1e300 }, 'the bearer token expired at -1e+300'],
  ['iss', { iss: 'evil' }, 'the bearer token has another "iss": "evil"'],
  ['aud', { aud: undefined }, 'the bearer token has no "aud"'],
  ['nbf', { nbf: 99_999_999_999 }, 'the bearer token has another "nbf": 99999999999'],
])('what is wrong with %s is said, for our own screen', async (_, claims, detail) => {
  const provider = await startProvider('ES256')
  const { verify } = await open(provider)
  expect(await verify(await provider.sign(claims))).toMatchObject({ httpStatus: 401, detail })
})

test('without --issuer and --audience, any of the provider is let in', async () => {
  const provider = await startProvider('ES256')
  const { verify } = await open(provider, { issuer: null, audience: null })
  expect(await verify(await provider.sign({ iss: 'x', aud: undefined }))).toBe(null)
})

test.each([
  ['scope, as text', { scope: 'read webhooks write' }],
  ['scp, as a list', { scp: ['write', 'webhooks'] }],
  ['scp, as text', { scp: 'webhooks write' }],
  ['both', { scope: 'webhooks', scp: ['write'] }],
])('A3: the scopes of a token stand in %s', async (_, claims) => {
  const provider = await startProvider('ES256')
  const { verify } = await open(provider, { requiredScopes: ['webhooks', 'write'] })
  expect(await verify(await provider.sign(claims))).toBe(null)
  expect(await verify(await provider.sign({ scope: 'webhooks' }))).toMatchObject({
    httpStatus: 403,
    code: 'insufficient_scope',
    detail: 'the bearer token lacks the scope write',
  })
})

test('a new key is fetched when a token names it, and once only for all who ask', async () => {
  const provider = await startProvider('ES256')
  const { verify } = await open(provider)
  const old = await provider.sign()
  await provider.addKey('RS256')
  const tokens = await Promise.all(Array.from({ length: 20 }, async () => provider.sign()))
  expect(await Promise.all(tokens.map(verify))).toEqual(tokens.map(() => null))
  expect(await verify(old)).toBe(null)
  expect(provider.asked()).toBe(2)
})

test('keys that nobody has are asked for once in 30 s, and their tokens are refused', async () => {
  const provider = await startProvider('ES256')
  const { verify, clock } = await open(provider)
  const made = await provider.sign({}, { kid: 'made-up' })
  for (let time = 0; time < 5; time += 1) {
    expect(await verify(made)).toMatchObject({ httpStatus: 401, code: 'invalid_token' })
    clock.move(5000)
  }
  expect(provider.asked()).toBe(2)
  await provider.addKey('ES256')
  const early = await provider.sign()
  expect(await verify(early)).toMatchObject({ httpStatus: 401 })
  clock.move(5000)
  expect(await verify(early)).toBe(null)
  expect(provider.asked()).toBe(3)
})

test('while the provider is down, known keys go on, and unknown ones are answered 503', async () => {
  const provider = await startProvider('ES256')
  const { verify, clock } = await open(provider)
  const old = await provider.sign()
  await provider.addKey('ES256')
  const fresh = await provider.sign()
  provider.answerWith((response) => void response.writeHead(500).end())
  const unavailable = { httpStatus: 503, code: 'keys_unavailable' }
  expect(await verify(fresh)).toMatchObject({ ...unavailable, headers: { 'retry-after': '30' } })
  clock.move(20_500)
  expect(await verify(fresh)).toMatchObject({ ...unavailable, headers: { 'retry-after': '10' } })
  expect(await verify(old)).toBe(null)
  expect(provider.asked()).toBe(2)
  provider.answerWith(null)
  clock.move(9500)
  expect(await verify(fresh)).toBe(null)
  expect(provider.asked()).toBe(3)
})

test('a set that is none does not take the place of a good one', async () => {
  const provider = await startProvider('ES256')
  const { verify } = await open(provider)
  const token = await provider.sign()
  const unknown = await provider.sign({}, { kid: 'made-up' })
  provider.answerWith((response) => void response.writeHead(200).end('{"keys":[]}'))
  expect(await verify(unknown)).toMatchObject({ code: 'keys_unavailable' })
  expect(await verify(token)).toBe(null)
})

test('keys of ten minutes are fetched anew beside the work: a withdrawn one ends', async () => {
  const provider = await startProvider('ES256')
  const { verify, clock } = await open(provider)
  const token = await provider.sign()
  const [withdrawn] = provider.keys
  await provider.addKey('ES256')
  provider.keys.shift()
  clock.move(599_000)
  expect(await verify(token)).toBe(null)
  expect(provider.asked()).toBe(1)
  clock.move(1000)
  expect(await verify(token)).toBe(null)
  expect(await verify(await provider.sign())).toBe(null)
  expect(await verify(token)).toMatchObject({ code: 'invalid_token' })
  expect(provider.asked()).toBe(2)
  expect(withdrawn?.kid).toBe('key-1')
})

test('a token need not name its key: each one that fits is tried', async () => {
  const provider = await startProvider('ES256')
  await provider.addKey('ES256')
  await provider.addKey('RS256')
  await provider.addKey('ES256')
  const { verify } = await open(provider)
  expect(await verify(await provider.sign({}, { kid: undefined }))).toBe(null)
  const foreign = await startProvider('ES256')
  const unknown = await foreign.sign({}, { kid: undefined })
  expect(await verify(unknown)).toMatchObject({
    detail: 'the bearer token has a signature by another key, or was changed',
  })
  const expired = await provider.sign({ exp: 1 }, { kid: undefined })
  expect(await verify(expired)).toMatchObject({
    detail: expect.stringContaining('expired') as string,
  })
})

test('a key that is broken, or too short, refuses the token and nothing else', async () => {
  const provider = await startProvider('ES256')
  provider.keys.push({ kty: 'RSA', kid: 'broken', n: 'AQAB', e: 'AQAB', alg: 'RS256' })
  provider.keys.push({ kty: 'EC', kid: 'empty', crv: 'P-256', alg: 'ES256' })
  const { verify } = await open(provider)
  const good = await provider.sign()
  const [, payload, signature] = good.split('.')
  for (const header of [
    { alg: 'RS256', kid: 'broken' },
    { alg: 'ES256', kid: 'empty' },
  ]) {
    const head = Buffer.from(JSON.stringify(header)).toString('base64url')
    expect(await verify(`${head}.${payload}.${signature}`)).toMatchObject({ httpStatus: 401 })
  }
  expect(await verify(good)).toBe(null)
})

test.each([
  ['is down', null, 'JWKS_UNAVAILABLE', 'CONNECTION_REFUSED'],
  ['answers 404', [404, '{}'], 'JWKS_UNAVAILABLE', 'it answered 404'],
  ['answers 500', [500, ''], 'JWKS_UNAVAILABLE', 'it answered 500'],
  [
    'redirects',
    [302, ''],
    'JWKS_UNAVAILABLE',
    'it answered 302 to http://x/, which is not followed',
  ],
  ['answers HTML', [200, '<html>'], 'BAD_JWKS', 'no JSON object with a list of keys'],
  ['answers null', [200, 'null'], 'BAD_JWKS', 'no JSON object with a list of keys'],
  ['answers no list', [200, '{"keys":{}}'], 'BAD_JWKS', 'no JSON object with a list of keys'],
  ['answers no key', [200, '{"keys":[]}'], 'BAD_JWKS', 'no key in it verifies a signature'],
  ['has null', [200, '{"keys":[null,1,"x"]}'], 'BAD_JWKS', 'no key in it verifies a signature'],
  ['has a shared key', [200, '{"keys":[{"kty":"oct","k":"AA"}]}'], 'BAD_JWKS', 'no key in it'],
  ['has no end', [200, `{"keys":[${' '.repeat(2_000_000)}]}`], 'BAD_JWKS', 'no JSON object'],
] as const)('a provider that %s at the start is the end, exit 3', async (_, answer, code, text) => {
  const provider = await startProvider('ES256')
  if (answer !== null) {
    const [httpStatus, body] = answer
    provider.answerWith(
      (response) => void response.writeHead(httpStatus, { location: 'http://x/' }).end(body),
    )
  }
  const port = await findClosedPort()
  const url = answer === null ? new URL(`http://127.0.0.1:${port}/jwks`) : provider.url
  await expect(open({ url })).rejects.toMatchObject({
    code,
    exitCode: 3,
    message: expect.stringContaining(text) as string,
  })
})

test('a receiver that waits for keys ends at once when the run does', async () => {
  const provider = await startProvider('ES256')
  const { verify, abort } = await open(provider)
  const unknown = await provider.sign({}, { kid: 'made-up' })
  const asked = new Promise<void>((resolve) => provider.answerWith(() => resolve()))
  const judged = verify(unknown)
  await asked
  abort()
  expect(await judged).toMatchObject({ httpStatus: 503, code: 'keys_unavailable' })
})

test('a sender that leaves while its token waits for keys is told as what it was', async () => {
  const provider = await startProvider('ES256')
  const { verify } = await open(provider)
  let waiting = 0
  let tellBoth = (): void => {}
  const both = new Promise<void>((resolve) => (tellBoth = resolve))
  const verifyToken: TokenVerifier = async (token) => {
    waiting += 1
    if (waiting === 2) tellBoth()
    return verify(token)
  }
  const requirements = { token: null, headers: [], verifyToken }
  const started = await startRawReceiver({ requirements })
  await provider.addKey('ES256')
  const bearer = `Authorization: Bearer ${await provider.sign()}`
  const asked = new Promise<() => void>((resolve) =>
    provider.answerWith((response) =>
      resolve(() => void response.writeHead(200).end(JSON.stringify({ keys: provider.keys }))),
    ),
  )
  const leave = (socket: Socket): void => void both.then(() => socket.resetAndDestroy())
  const hesitant = [bearer, 'Expect: 100-continue', 'Content-Length: 5']
  await Promise.all([
    talk(started.port, request({ headers: [bearer] }), leave),
    talk(started.port, request({ headers: hesitant }, ''), leave),
  ])
  const goOn = await asked
  goOn()
  const told = [await started.next(), await started.next()]
  expect(told.map(({ content, httpStatus }) => [content.kind, httpStatus]).sort()).toEqual([
    ['notification', null],
    ['refused', null],
  ])
  await expectStillGood(started, bearer)
})

test('a body whose token is refused gives its room back while it still comes', async () => {
  const provider = await startProvider('ES256')
  const { verify } = await open(provider)
  let tellJudged = (): void => {}
  const judged = new Promise<void>((resolve) => (tellJudged = resolve))
  const verifyToken: TokenVerifier = async (token) => verify(token).finally(tellJudged)
  const started = await startRawReceiver({
    requirements: { token: null, headers: [], verifyToken },
    limits: { ...DEFAULT_LIMITS, bodiesInFlightBytes: 1000 },
  })
  const forged = (await provider.sign()).replace(/\..*\./, '.e30.')
  const headers = [`Authorization: Bearer ${forged}`, 'Content-Length: 1000']
  let finish = (): void => {}
  const slow = talk(started.port, request({ headers }, ' '.repeat(900)), (socket) => {
    finish = () => void socket.write(' '.repeat(100))
  })
  await judged
  await new Promise((resolve) => setImmediate(resolve))
  const good = { interviewId: 'i', onboardingStatus: 'EXPIRED', padding: 'x'.repeat(500) }
  const bearer = `Authorization: Bearer ${await provider.sign()}`
  const taken = await talk(started.port, request({ headers: [bearer] }, JSON.stringify(good)))
  finish()
  const statuses = { good: taken.statuses, slow: (await slow).statuses }
  expect(statuses).toEqual({ good: [204], slow: [401] })
})
