import { expect, test } from 'vitest'
import { loadGotExchange } from '../../../src/exchange/got-exchange.ts'
import type { Requirements } from '../../../src/receiver/auth/authenticator.ts'
import { createIssuedTokens } from '../../../src/receiver/auth/issued-tokens.ts'
import { openProviderTokens } from '../../../src/receiver/auth/provider-tokens.ts'
import { AUDIENCE, ISSUER, startProvider } from '../../helpers/provider.ts'
import { createTestContext } from '../../helpers/test-context.ts'
import {
  expectStillGood,
  GOOD,
  JSON_TYPE,
  request,
  startRawReceiver,
  talk,
} from '../raw-receiver.ts'

/** Rows A1 to A5 of hardening.md, on raw sockets, for each place that a bearer token can come from. */

const REALM = 'Bearer realm="hookstep"'
const INVALID_TOKEN = `${REALM}, error="invalid_token"`
const INVALID_REQUEST = `${REALM}, error="invalid_request"`
const INSUFFICIENT_SCOPE = `${REALM}, error="insufficient_scope", scope="webhooks write"`
const SCOPES = ['webhooks', 'write']
const HOUR_MS = 3_600_000

/** A good token, what lets it in, and tokens that are refused although they look like it. */
interface Source {
  readonly requirements: Requirements
  readonly good: string
  readonly bad: Readonly<Record<string, string>>
  readonly narrow: Readonly<Record<string, string>>
}

async function fixed(): Promise<Source> {
  const good = 'canary-token-0123456789'
  return { requirements: { token: good, headers: [] }, good, bad: {}, narrow: {} }
}

async function issued(): Promise<Source> {
  const { random } = createTestContext().context
  let nowMs = Date.now()
  const clock = { now: () => new Date(nowMs) }
  const options = { lifetimeMs: HOUR_MS, requiredScopes: SCOPES, clock, random }
  const tokens = await createIssuedTokens(options)
  nowMs -= HOUR_MS
  const expired = await tokens.issue(SCOPES)
  nowMs += HOUR_MS
  const good = await tokens.issue(SCOPES)
  const provider = await startProvider('ES256')
  return {
    requirements: { token: null, headers: [], verifyToken: tokens.verify },
    good,
    bad: {
      'expired in this millisecond': expired,
      'of another run': await (await createIssuedTokens(options)).issue(SCOPES),
      'of a provider': await provider.sign({ scope: SCOPES.join(' ') }),
      ...forged(good),
    },
    narrow: {
      'without a scope': await tokens.issue([]),
      'with one of two': await tokens.issue(['write']),
    },
  }
}

async function provided(algorithm: string): Promise<Source> {
  const { clock, signal } = createTestContext().context
  const provider = await startProvider(algorithm)
  const sign = async (claims: object) => provider.sign({ scope: SCOPES.join(' '), ...claims })
  const now = Math.floor(Date.now() / 1000)
  const verifyToken = await openProviderTokens({
    url: provider.url,
    exchange: await loadGotExchange(),
    userAgent: 'test',
    issuer: ISSUER,
    audience: AUDIENCE,
    requiredScopes: SCOPES,
    clock,
    signal,
  })
  const good = await sign({})
  return {
    requirements: { token: null, headers: [], verifyToken },
    good,
    bad: {
      'expired a second ago': await sign({ exp: now - 1 }),
      'that never expires': await sign({ exp: undefined }),
      'of tomorrow': await sign({ nbf: now + 86_400 }),
      'of another issuer': await sign({ iss: `${ISSUER}evil` }),
      'without an issuer': await sign({ iss: undefined }),
      'for another audience': await sign({ aud: ['billing', 'WEBHOOKS'] }),
      'for nobody': await sign({ aud: undefined }),
      'of another provider': await (
        await startProvider(algorithm)
      ).sign({ scope: 'webhooks write' }),
      ...forged(good),
    },
    narrow: {
      'without a scope': await provider.sign(),
      'with one of two': await sign({ scope: 'webhooks' }),
      'with a longer one': await sign({ scope: 'webhooks write-all' }),
      'with one in scp': await sign({ scope: undefined, scp: ['write', 4] }),
      'with a scope that is no text': await sign({ scope: 7 as never }),
    },
  }
}

/** What somebody could make of a good token who has no key. */
function forged(good: string): Record<string, string> {
  const [header = '', payload = '', signature = ''] = good.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  return {
    'with alg none': `${encoded({ alg: 'none' })}.${payload}.`,
    'with alg none and a signature': `${encoded({ alg: 'NONE' })}.${payload}.${signature}`,
    'with other claims': `${header}.${encoded({ ...claims, sub: 'evil' })}.${signature}`,
    'without its signature': `${header}.${payload}.`,
    'of two parts': `${header}.${payload}`,
    'of five parts': `${good}.x.y`,
    'with claims that are no object': `${header}.${encoded([])}.${signature}`,
    'with a key in its header': `${encoded({ alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } })}.${payload}.${signature}`,
    'with a header of thousand arrays': `${Buffer.from(`${'['.repeat(1000)}${']'.repeat(1000)}`).toString('base64url')}.${payload}.${signature}`,
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

const SOURCES = [
  ['--require-token', fixed],
  ['--oauth', issued],
  ['--jwks-url with RS256', async () => provided('RS256')],
  ['--jwks-url with ES256', async () => provided('ES256')],
] as const

interface Row {
  readonly id: string
  readonly what: string
  readonly headers: readonly string[]
  readonly status: number
  readonly challenge?: string
  readonly path?: string
  readonly body?: string
}

/** Every row with this good token. */
function rowsOf({ good, bad, narrow }: Source): Row[] {
  const bearer = `Authorization: Bearer ${good}`
  const changed = `${good.slice(0, -9)}${good.at(-9) === 'x' ? 'y' : 'x'}${good.slice(-8)}`
  const form = 'Content-Type: application/x-www-form-urlencoded'
  const invalidToken = { id: 'A2', status: 401, challenge: INVALID_TOKEN }
  const invalidRequest = { id: 'A4', status: 400, challenge: INVALID_REQUEST }
  return [
    { id: 'A1', what: 'no token', headers: [], status: 401, challenge: REALM },
    ...Object.entries({
      'that is wrong': 'wrong',
      'of the same length': changed,
      'of 8 KB': 'a'.repeat(8192),
      'with more after it': `${good}0`,
      ...bad,
    }).map(([what, token]) => ({
      ...invalidToken,
      what: `a token ${what}`,
      headers: [`Authorization: Bearer ${token}`],
    })),
    ...Object.entries(narrow).map(([what, token]) => ({
      id: 'A3',
      what: `a token ${what}`,
      headers: [`Authorization: Bearer ${token}`],
      status: 403,
      challenge: INSUFFICIENT_SCOPE,
    })),
    { ...invalidRequest, what: 'two tokens', headers: [`${bearer} ${good}`] },
    { ...invalidRequest, what: 'two headers', headers: [bearer, bearer] },
    { ...invalidRequest, what: 'Basic', headers: ['Authorization: Basic dTpw'] },
    { ...invalidRequest, what: 'a query', headers: [bearer], path: `/?access_token=${good}` },
    { ...invalidRequest, what: 'a form', headers: [bearer, form], body: `access_token=${good}` },
    {
      ...invalidRequest,
      what: 'a JSON body',
      headers: [bearer],
      body: GOOD.replace('{', `{"access_token":"${good}",`),
    },
    { id: 'A5', what: 'no custom header', headers: [bearer], status: 403 },
  ]
}

test.each(SOURCES)('%s: rows A1 to A5 are answered as the table has them', async (_, open) => {
  const source = await open()
  const custom = [['X-Api-Key', 'Secret-1']] as const
  for (const row of rowsOf(source)) {
    const { id, what, path = '/hook', body = GOOD } = row
    const headers = id === 'A5' ? custom : []
    const started = await startRawReceiver({ requirements: { ...source.requirements, headers } })
    const type = row.headers.some((each) => each.startsWith('Content-Type')) ? [] : [JSON_TYPE]
    const lines = [...type, ...row.headers]
    const reply = await talk(
      started.port,
      request({ line: `POST ${path} HTTP/1.1`, headers: lines }, body),
    )
    const said = {
      id,
      what,
      statuses: reply.statuses,
      challenge: reply.headers['www-authenticate'],
    }
    expect(said).toEqual({ id, what, statuses: [row.status], challenge: row.challenge })
    const told = await started.next()
    expect(told.isAuthenticated).toBe(what === 'a JSON body' || what === 'a form')
    for (const part of source.good.split('.')) {
      expect(JSON.stringify(told.content)).not.toContain(part)
    }
    const good = [`authorization: bearer  ${source.good}`, 'x-api-key: Secret-1']
    await expectStillGood(started, ...good)
    expect(started.told[1]).toMatchObject({ isAuthenticated: true, hasBearer: true })
  }
})

test.each(SOURCES)('%s: a wrong token is refused before the kind of content', async (_, open) => {
  const { requirements, good } = await open()
  const { port } = await startRawReceiver({ requirements })
  const text = 'Content-Type: text/plain'
  const wrong = await talk(port, request({ headers: [text, 'Authorization: Bearer a.b.c'] }))
  expect(wrong.statuses).toEqual([401])
  const right = await talk(port, request({ headers: [text, `Authorization: Bearer ${good}`] }))
  expect(right.statuses).toEqual([415])
})

test.each(SOURCES)('%s: a sender that waits hears 401 without 100, or 100', async (_, open) => {
  const { requirements, good } = await open()
  const started = await startRawReceiver({ requirements })
  const waiting = [JSON_TYPE, 'Expect: 100-continue', `Content-Length: ${GOOD.length}`]
  const wrong = request({ headers: [...waiting, 'Authorization: Bearer a.b.c'] }, '')
  const refused = await talk(started.port, wrong)
  expect(refused).toMatchObject({ statuses: [401], headers: { connection: 'close' } })
  expect(await started.next()).toMatchObject({ isAuthenticated: false, httpStatus: 401 })
  const right = request({ headers: [...waiting, `Authorization: Bearer ${good}`] }, '')
  const taken = await talk(started.port, right, (socket) =>
    socket.once('data', () => socket.write(GOOD)),
  )
  expect(taken.statuses).toEqual([100, 204])
  expect(await started.next()).toMatchObject({ isAuthenticated: true, httpStatus: 204 })
})

test.each(SOURCES)('%s: requests of one packet are answered in their order', async (_, open) => {
  const { requirements, good } = await open()
  const started = await startRawReceiver({ requirements })
  const headers = [JSON_TYPE, 'Connection: keep-alive']
  const bearer = `Authorization: Bearer ${good}`
  const packet = Buffer.concat([
    request({ headers: [...headers, bearer] }),
    request({ headers: [...headers, 'Authorization: Bearer a.b.c'] }),
    request({ headers: [...headers, bearer] }),
    request({ headers }),
    request({ headers: [JSON_TYPE, bearer] }),
  ])
  const { statuses } = await talk(started.port, packet)
  expect(statuses).toEqual([204, 401, 204, 401, 204])
})
