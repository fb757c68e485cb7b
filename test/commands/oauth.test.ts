import { OAuth2Server } from 'oauth2-mock-server'
import { expect, onTestFinished, test } from 'vitest'
import {
  findClosedPort,
  startEndpoint,
  startFixedEndpoint,
  type Endpoint,
  type Respond,
} from '../helpers/endpoint.ts'
import { jsonLines, runCli } from '../helpers/run-cli.ts'
import { steadyMs } from '../helpers/steady-clock.ts'

const SECRET = 'canary-client-secret-0001'
const JSON_TYPE = { 'content-type': 'application/json' }

/** An authorization server that answers each request with the next of these bodies, and the last from then on. */
async function startTokenEndpoint(...answers: readonly (object | string)[]): Promise<Endpoint> {
  return startEndpoint((response, _, index) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? ''
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer)
    response.writeHead(200, JSON_TYPE).end(body)
  })
}

function token(number: number, more: object = { expires_in: 3600 }): object {
  return { access_token: `token-number-${number}`, token_type: 'Bearer', ...more }
}

async function sendWith(oauthUrl: string, endpoint: Endpoint, ...flags: string[]) {
  const argv = [
    'send-sequence',
    endpoint.url,
    '--json',
    '--oauth-url',
    oauthUrl,
    '--client-id',
    'me',
    ...flags,
  ]
  return runCli(argv, { env: { HOOKSTEP_CLIENT_SECRET: SECRET } })
}

function bearers({ received }: Endpoint): (string | undefined)[] {
  return received.map(({ headers }) => headers['authorization'])
}

test('a real authorization server gives the token that the notifications carry', async () => {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  onTestFinished(() => server.stop())
  const endpoint = await startFixedEndpoint(204)
  const { port } = server.address()
  const { exitCode } = await sendWith(`http://127.0.0.1:${port}/token`, endpoint)
  expect(exitCode).toBe(0)
  expect(bearers(endpoint)).toHaveLength(18)
  expect(new Set(bearers(endpoint)).size).toBe(1)
  expect(bearers(endpoint)[0]).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/)
})

test('the request is a POST with Basic credentials and a form (vendor-facts 4)', async () => {
  const auth = await startTokenEndpoint(token(1))
  await sendWith(auth.url, await startFixedEndpoint(204), '--flow', 'no-id')
  const [request] = auth.received
  expect(request).toMatchObject({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(request?.body.toString()).toBe('grant_type=client_credentials')
  expect(request?.headers['authorization']).toBe(
    `Basic ${Buffer.from(`me:${SECRET}`).toString('base64')}`,
  )
})

test.each([
  ['rfc6749', (text: string) => new URLSearchParams(`v=${text}`).get('v')],
  ['plain', (text: string) => text],
] as const)('O1: an odd secret arrives whole, %s', async (encoding, decode) => {
  const secret = 'z/t:X2+ %&=é'
  const auth = await startTokenEndpoint(token(1))
  const endpoint = await startFixedEndpoint(204)
  const argv = [
    'send-sequence',
    endpoint.url,
    '--flow',
    'no-id',
    '--oauth-url',
    auth.url,
    '--client-id',
    'me',
    '--oauth-credentials',
    encoding,
  ]
  expect((await runCli(argv, { env: { HOOKSTEP_CLIENT_SECRET: secret } })).exitCode).toBe(0)
  const basic = Buffer.from(
    auth.received[0]?.headers['authorization']?.slice('Basic '.length) ?? '',
    'base64',
  ).toString()
  expect(decode(basic.slice('me:'.length))).toBe(secret)
})

test.each([
  [400, 'invalid_client'],
  [401, 'invalid_client'],
  [400, 'invalid_scope'],
])('O2: %d %s is exit 3 at once, without the secret', async (httpStatus, error) => {
  const auth = await startFixedEndpoint(
    httpStatus,
    JSON_TYPE,
    JSON.stringify({ error, error_description: `bad ${SECRET}` }),
  )
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stdout, stderr } = await sendWith(auth.url, endpoint)
  expect({ exitCode, sent: endpoint.received.length, asked: auth.received.length, stdout }).toEqual(
    { exitCode: 3, sent: 0, asked: 1, stdout: '' },
  )
  expect(jsonLines(stderr)).toMatchObject([
    { code: 'TOKEN_REFUSED', message: expect.stringContaining(error) as string },
  ])
  expect(stderr).not.toContain(SECRET)
})

const hang: Respond = () => {}
const reset: Respond = (response) => void response.socket?.resetAndDestroy()
const fail: Respond = (response) => void response.writeHead(503).end()

test.each([
  ['a 5xx', fail],
  ['a reset', reset],
  ['a hang', hang],
])(
  'O3: %s is tried three times in ten seconds, then exit 3, and nothing is sent',
  async (_, respond) => {
    const auth = await startEndpoint(respond)
    const endpoint = await startFixedEndpoint(204)
    const before = steadyMs()
    const { exitCode, stderr } = await sendWith(auth.url, endpoint)
    expect({ exitCode, sent: endpoint.received.length, asked: auth.received.length }).toEqual({
      exitCode: 3,
      sent: 0,
      asked: 3,
    })
    expect(steadyMs() - before).toBeLessThan(10_000)
    expect(jsonLines(stderr)).toMatchObject([{ code: 'TOKEN_UNAVAILABLE' }])
  },
)

test('O3: a server that is not there at all is the same', async () => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode } = await sendWith(`http://127.0.0.1:${await findClosedPort()}/token`, endpoint)
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 3, sent: 0 })
})

test('O3: one failure on the way is made good', async () => {
  const auth = await startEndpoint((response, received, index) =>
    index === 0
      ? fail(response, received, index)
      : void response.writeHead(200, JSON_TYPE).end(JSON.stringify(token(1))),
  )
  expect((await sendWith(auth.url, await startFixedEndpoint(204))).exitCode).toBe(0)
})

test.each([
  ['HTML', '<html>'],
  ['bad JSON', '{"access_token":'],
  ['a list', '[]'],
  ['no access_token', { expires_in: 1 }],
  ['an empty access_token', { access_token: '' }],
  ['another token type', { access_token: 'abc', token_type: 'mac' }],
  ['a token with a line break', { access_token: 'abc\r\nX-Evil: 1' }],
  ['a token with a space', { access_token: 'a b' }],
  ['a lifetime that is no number', { access_token: 'abc', expires_in: 'soon' }],
])('O4: %s is a bad token response, exit 3', async (_, answer) => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await sendWith((await startTokenEndpoint(answer)).url, endpoint)
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 3, sent: 0 })
  expect(jsonLines(stderr)).toMatchObject([{ code: 'BAD_TOKEN_RESPONSE' }])
})

test.each([
  ['missing', {}, 1],
  ['0', { expires_in: 0 }, 4],
  ['-1', { expires_in: -1 }, 4],
  ['"3600"', { expires_in: '3600' }, 1],
  ['1e12', { expires_in: 1e12 }, 1],
])('O5: expires_in %s is understood', async (_, lifetime, asked) => {
  const auth = await startTokenEndpoint(token(1, lifetime))
  const endpoint = await startFixedEndpoint(204)
  expect((await sendWith(auth.url, endpoint, '--flow', 'id')).exitCode).toBe(0)
  expect({ asked: auth.received.length, sent: endpoint.received.length }).toEqual({
    asked,
    sent: 3,
  })
})

test('O6: a redirect of the token endpoint is not followed', async () => {
  const elsewhere = await startTokenEndpoint(token(1))
  const auth = await startFixedEndpoint(307, { location: elsewhere.url })
  const { exitCode, stderr } = await sendWith(auth.url, await startFixedEndpoint(204))
  expect({ exitCode, elsewhere: elsewhere.received.length }).toEqual({ exitCode: 3, elsewhere: 0 })
  expect(stderr).toContain('which is not followed')
})

test('O7: plain http to another machine is exit 2, unless --insecure allows it', async () => {
  const endpoint = await startFixedEndpoint(204)
  const refused = await sendWith('http://auth.invalid/token', endpoint)
  expect(refused.exitCode).toBe(2)
  expect(jsonLines(refused.stderr)).toMatchObject([
    { code: 'INSECURE_TOKEN_URL', hint: 'https://auth.invalid, or --insecure' },
  ])
  expect((await sendWith('http://auth.invalid/token', endpoint, '--insecure')).exitCode).toBe(3)
  expect(endpoint.received).toHaveLength(0)
})

test('O9: a 401 brings one new token and one more attempt', async () => {
  const auth = await startTokenEndpoint(token(1), token(2))
  const endpoint = await startEndpoint((response, { headers }) => {
    response.writeHead(headers['authorization'] === 'Bearer token-number-1' ? 401 : 204).end()
  })
  const { exitCode, stdout } = await sendWith(auth.url, endpoint, '--flow', 'no-id')
  expect(exitCode).toBe(0)
  expect(bearers(endpoint)).toEqual(['Bearer token-number-1', 'Bearer token-number-2'])
  expect(
    jsonLines(stdout).map(({ type, attempt, httpStatus }) => [type, attempt, httpStatus]),
  ).toEqual([
    ['attempt', 1, 401],
    ['attempt', 2, 204],
    ['delivery', undefined, undefined],
    ['summary', undefined, undefined],
  ])
})

test('O9: a second 401 counts as a failure', async () => {
  const auth = await startTokenEndpoint(token(1), token(2), token(3))
  const endpoint = await startFixedEndpoint(401)
  const { exitCode } = await sendWith(auth.url, endpoint, '--flow', 'no-id')
  expect({ exitCode, sent: endpoint.received.length, asked: auth.received.length }).toEqual({
    exitCode: 1,
    sent: 2,
    asked: 2,
  })
})

test('O9: --keep-token-on-401 goes on with the token', async () => {
  const auth = await startTokenEndpoint(token(1))
  const endpoint = await startFixedEndpoint(401)
  await sendWith(auth.url, endpoint, '--flow', 'id', '--keep-token-on-401')
  expect({ sent: endpoint.received.length, asked: auth.received.length }).toEqual({
    sent: 3,
    asked: 1,
  })
})

test('an authorization server that fails in the middle is a rejected attempt, not the end', async () => {
  const auth = await startEndpoint((response, _, index) => {
    if (index === 0)
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(token(1, { expires_in: 0 })))
    else response.writeHead(400, JSON_TYPE).end('{"error":"invalid_client"}')
  })
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stdout } = await sendWith(auth.url, endpoint, '--flow', 'no-id')
  expect(exitCode).toBe(3)
  expect(jsonLines(stdout)[0]).toMatchObject({ type: 'attempt', reason: 'TOKEN', httpStatus: null })
})

test.each([
  [['--oauth-url', 'http://127.0.0.1:1/'], 'OAUTH_INCOMPLETE'],
  [['--oauth-url', 'http://127.0.0.1:1/', '--client-id', 'x'], 'OAUTH_INCOMPLETE'],
  [['--client-id', 'x'], 'OAUTH_INCOMPLETE'],
  [['--oauth-url', 'nope'], 'BAD_URL'],
  [['--oauth-url', 'http://127.0.0.1:1/', '--token', 'x'], 'USAGE'],
])('%j is exit 2: %s', async (flags, code) => {
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['send-sequence', endpoint.url, '--json', ...flags])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 2, sent: 0 })
  expect(jsonLines(stderr).at(-1)).toMatchObject({ code })
})
