import { expect, test } from 'vitest'
import type { Requirements } from '../../src/receiver/auth/authenticator.ts'
import {
  expectStillGood,
  GOOD,
  JSON_TYPE,
  request,
  startRawReceiver,
  talk,
} from './raw-receiver.ts'

/** Table A of hardening.md, on raw sockets. */

const TOKEN = 'canary-token-0123456789'
const GOOD_TOKEN = `Authorization: Bearer ${TOKEN}`
const BEARER: Requirements = { token: TOKEN, headers: [] }
const CUSTOM: Requirements = { token: null, headers: [['X-Api-Key', 'Secret-1']] }
const BOTH: Requirements = { token: TOKEN, headers: [['X-Api-Key', 'Secret-1']] }

const REALM = 'Bearer realm="hookstep"'
const INVALID_TOKEN = `${REALM}, error="invalid_token"`
const INVALID_REQUEST = `${REALM}, error="invalid_request"`

interface Refused {
  readonly id: string
  readonly what: string
  readonly headers: readonly string[]
  readonly status: number
  readonly code: string
  /** @default none */
  readonly challenge?: string
  readonly path?: string
  readonly body?: string
}

const BAD_TOKENS: readonly Refused[] = [
  {
    id: 'A1',
    what: 'no Authorization',
    headers: [],
    status: 401,
    code: 'unauthorized',
    challenge: REALM,
  },
  ...[
    ['a wrong token', 'Bearer wrong'],
    ['a wrong token of the same length', `Bearer ${TOKEN.slice(0, -1)}x`],
    ['a token of 8 KB', `Bearer ${'a'.repeat(8192)}`],
    ['the token with more after it', `Bearer ${TOKEN}0`],
  ].map(([what = '', value = '']) => ({
    id: 'A2',
    what,
    headers: [`Authorization: ${value}`],
    status: 401,
    code: 'invalid_token',
    challenge: INVALID_TOKEN,
  })),
  ...[
    ['Bearer alone', ['Authorization: Bearer']],
    ['an empty value', ['Authorization:']],
    ['two tokens', ['Authorization: Bearer a b']],
    ['a token with odd characters', [`Authorization: Bearer "${TOKEN}"`]],
    ['Basic', ['Authorization: Basic dTpw']],
    ['the token twice', [GOOD_TOKEN, GOOD_TOKEN]],
    ['the token and another', [GOOD_TOKEN, 'authorization: Bearer x']],
  ].map(([what, headers]) => ({
    id: 'A4',
    what: String(what),
    headers: headers as string[],
    status: 400,
    code: 'invalid_request',
    challenge: INVALID_REQUEST,
  })),
  {
    id: 'A4',
    what: 'the token in the query as well',
    headers: [GOOD_TOKEN],
    path: `/hook?a=1&access_token=${TOKEN}`,
    status: 400,
    code: 'invalid_request',
    challenge: INVALID_REQUEST,
  },
  {
    id: 'A4',
    what: 'the token in the query alone',
    headers: [],
    path: `/hook?access%5Ftoken=${TOKEN}`,
    status: 400,
    code: 'invalid_request',
    challenge: INVALID_REQUEST,
  },
  {
    id: 'A4',
    what: 'the token in a JSON body as well',
    headers: [GOOD_TOKEN, JSON_TYPE],
    body: GOOD.replace('{', `{"access_token":"${TOKEN}",`),
    status: 400,
    code: 'invalid_request',
    challenge: INVALID_REQUEST,
  },
  {
    id: 'A4',
    what: 'the token in a form as well',
    headers: [GOOD_TOKEN, 'Content-Type: application/x-www-form-urlencoded'],
    body: `a=b&access_token=${TOKEN}`,
    status: 400,
    code: 'invalid_request',
    challenge: INVALID_REQUEST,
  },
  {
    id: 'B10',
    what: 'a form without a token',
    headers: [GOOD_TOKEN, 'Content-Type: application/x-www-form-urlencoded'],
    body: 'a=b',
    status: 415,
    code: 'wrong_media_type',
  },
]

const BAD_HEADERS: readonly Refused[] = [
  ['the header is missing', []],
  ['another value', ['X-Api-Key: Secret-2']],
  ['another case of the value', ['X-Api-Key: secret-1']],
  ['the header twice', ['X-Api-Key: Secret-1', 'x-api-key: Secret-1']],
].map(([what, headers]) => ({
  id: 'A5',
  what: String(what),
  headers: headers as string[],
  status: 403,
  code: 'header_mismatch',
}))

async function expectRefused(row: Refused, requirements: Requirements, ...good: string[]) {
  const { headers, path = '/hook', body = GOOD, status, code, challenge } = row
  const started = await startRawReceiver({ requirements })
  const hasType = headers.some((each) => each.startsWith('Content-Type'))
  const lines = hasType ? headers : [JSON_TYPE, ...headers]
  const bytes = request({ line: `POST ${path} HTTP/1.1`, headers: lines }, body)
  const reply = await talk(started.port, bytes)
  expect(reply).toMatchObject({ statuses: [status], body: JSON.stringify({ error: code }) })
  expect(reply.headers['www-authenticate']).toBe(challenge)
  const told = await started.next()
  expect(told).toMatchObject({ httpStatus: status, content: { kind: 'refused', code } })
  expect(JSON.stringify(told.content)).not.toContain(TOKEN)
  expect(JSON.stringify(told.content)).not.toMatch(/secret-/i)
  expect(started.receiver.sessions()).toEqual([])
  await expectStillGood(started, ...good)
  expect(started.told[1]?.isAuthenticated).toBe(true)
}

test.each(BAD_TOKENS)('$id: $what is answered $status $code', async (row) => {
  await expectRefused(row, BEARER, GOOD_TOKEN)
})

test.each(BAD_HEADERS)('$id: $what is answered $status $code', async (row) => {
  await expectRefused(row, CUSTOM, 'X-Api-Key: Secret-1')
})

test('A5: with both, the token is asked for first', async () => {
  const noToken = {
    id: 'A5',
    what: '',
    headers: ['X-Api-Key: Secret-1'],
    status: 401,
    code: 'unauthorized',
    challenge: REALM,
  }
  await expectRefused(noToken, BOTH, GOOD_TOKEN, 'X-Api-Key: Secret-1')
  const noHeader = {
    id: 'A5',
    what: '',
    headers: [GOOD_TOKEN],
    status: 403,
    code: 'header_mismatch',
  }
  await expectRefused(noHeader, BOTH, GOOD_TOKEN, 'X-Api-Key: Secret-1')
})

test.each([
  ['A4: bearer in lower case', BEARER, [`Authorization: bearer ${TOKEN}`]],
  ['A4: more than one space', BEARER, [`authorization: BEARER   ${TOKEN}`]],
  ['A5: another case of the name', CUSTOM, ['x-API-key: Secret-1']],
  ['A5: both', BOTH, ['x-api-key:   Secret-1  ', GOOD_TOKEN]],
])('%s is accepted, and told as authenticated', async (_, requirements, headers) => {
  const started = await startRawReceiver({ requirements })
  const reply = await talk(started.port, request({ headers: [JSON_TYPE, ...headers] }))
  expect(reply.statuses).toEqual([204])
  expect(await started.next()).toMatchObject({ isAuthenticated: true, httpStatus: 204 })
  await expectStillGood(started, ...headers)
})

test('nobody is authenticated where nothing is asked', async () => {
  const started = await startRawReceiver()
  await expectStillGood(started, GOOD_TOKEN)
  expect(started.told[0]).toMatchObject({ isAuthenticated: false, hasBearer: true })
})

test('a request that is let in and then refused is authenticated all the same', async () => {
  const started = await startRawReceiver({ requirements: BEARER })
  await talk(started.port, request({ headers: [JSON_TYPE, GOOD_TOKEN] }, '{'))
  expect(await started.next()).toMatchObject({ isAuthenticated: true, httpStatus: 400 })
})

test('credentials come before the kind of content, and after the framing', async () => {
  const started = await startRawReceiver({ requirements: BEARER })
  const text = await talk(started.port, request({ headers: ['Content-Type: text/plain'] }))
  expect(text.statuses).toEqual([401])
  const put = await talk(started.port, request({ line: 'PUT / HTTP/1.1' }))
  expect(put.statuses).toEqual([405])
})

test('a sender that waits with its body hears 401 without 100', async () => {
  const started = await startRawReceiver({ requirements: BEARER })
  const headers = [JSON_TYPE, 'Expect: 100-continue', 'Content-Length: 10']
  const reply = await talk(started.port, request({ headers }, ''))
  expect(reply).toMatchObject({ statuses: [401], headers: { connection: 'close' } })
  await started.next()
  await expectStillGood(started, GOOD_TOKEN)
})

test('the probe needs no credentials: its path is known to this run alone', async () => {
  const { port } = await startRawReceiver({ requirements: BOTH })
  const reply = await talk(port, request({ line: 'GET /.hookstep/p HTTP/1.1' }, ''))
  expect(reply).toMatchObject({ statuses: [200], body: expect.stringContaining('nonce') })
})

test('A6: headers about the origin are told as claims, and used for nothing', async () => {
  const started = await startRawReceiver({ requirements: BEARER })
  const forged = ['X-Forwarded-For: 127.0.0.1', 'X-Real-IP: ::1', 'Forwarded: for=_a;proto=https']
  const lines = ['X-Forwarded-Host: evil', ...forged]
  const refused = await talk(started.port, request({ headers: [JSON_TYPE, ...lines] }))
  expect(refused.statuses).toEqual([401])
  expect(await started.next()).toMatchObject({
    claims: [
      ['X-Forwarded-Host', 'evil'],
      ['X-Forwarded-For', '127.0.0.1'],
      ['X-Real-IP', '::1'],
      ['Forwarded', 'for=_a;proto=https'],
    ],
  })
  await expectStillGood(started, GOOD_TOKEN, ...lines)
})
