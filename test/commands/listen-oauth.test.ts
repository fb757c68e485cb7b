import { OAuth2Server } from 'oauth2-mock-server'
import { expect, onTestFinished, test } from 'vitest'
import { findClosedPort } from '../helpers/endpoint.ts'
import { AUDIENCE, ISSUER, startProvider } from '../helpers/provider.ts'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import type { TestContextOptions } from '../helpers/test-context.ts'
import { createVirtualClock } from '../helpers/virtual-clock.ts'

const GOOD = '{"interviewId":"664283755e0f8e1b87fcc2ce","onboardingStatus":"EXPIRED"}'
const SECRET = 'canary-client-secret-0001'
/** The test context's random bytes count up: the made-up secret is its first ones. */
const MADE_UP = 'hs_AQEBAQEBAQEBAQEBAQEBAQ'

function listenWith(flags: readonly string[], options: TestContextOptions = {}): RunningCli {
  // The journal looks at its file every half second: a virtual clock would never come to rest.
  const quiet = options.clock === undefined ? [] : ['--no-journal']
  return startCli(['listen', '--port', '0', '--tunnel', 'none', ...quiet, ...flags], options)
}

interface ReadyRecord {
  readonly url: string
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret?: string
}

async function ready(cli: RunningCli): Promise<ReadyRecord> {
  await cli.stdout.until(/"type":"ready".*\n/)
  return jsonLines(cli.stdout.text).find(({ type }) => type === 'ready') as unknown as ReadyRecord
}

async function getToken(
  { tokenUrl, clientId }: ReadyRecord,
  secret: string,
  scope = '',
): Promise<string> {
  const body = `grant_type=client_credentials${scope === '' ? '' : `&scope=${scope}`}`
  const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(tokenUrl, { method: 'POST', body, headers })
  const answer = (await response.json()) as { access_token?: string; error?: string }
  return answer.access_token ?? `${response.status} ${answer.error}`
}

async function post(url: string, token: string): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  return (await fetch(url, { method: 'POST', body: GOOD, headers })).status
}

test('the whole OAuth path is rehearsed: every notification carries a token that is still good', async () => {
  const clock = createVirtualClock()
  const cli = listenWith(['--oauth', '--token-ttl', '90s', '--json'], { clock })
  const { url, tokenUrl, clientId, clientSecret = '' } = await ready(cli)
  expect({ clientId, clientSecret }).toEqual({ clientId: 'hookstep', clientSecret: MADE_UP })
  expect(tokenUrl).toBe(new URL('/oauth/token', url).href)
  const sent = await runCli(
    [
      'send-sequence',
      url,
      '--oauth-url',
      tokenUrl,
      '--client-id',
      clientId,
      '--pace',
      '1m',
      '--json',
    ],
    { clock, env: { HOOKSTEP_CLIENT_SECRET: clientSecret } },
  )
  expect(sent.exitCode).toBe(0)
  expect(jsonLines(sent.stdout).at(-1)).toMatchObject({
    type: 'summary',
    deliveries: 18,
    acknowledged: 18,
    attempts: 18,
  })
  cli.interrupt()
  const records = jsonLines((await cli.done).stdout)
  const tokens = records.filter(({ type }) => type === 'token')
  expect(tokens.length).toBeGreaterThan(5)
  expect(tokens.length).toBeLessThan(18)
  expect(tokens[0]).toEqual({
    type: 'token',
    receivedAt: '2026-01-01T00:00:00.000Z',
    outcome: 'issued',
    httpStatus: 200,
    clientId: 'hookstep',
    expiresIn: 90,
    scopes: [],
  })
  const notifications = records.filter(({ type }) => type === 'notification')
  expect(notifications.map(({ authenticated }) => authenticated)).toEqual(
    Array.from({ length: 18 }, () => true),
  )
  expect(records.at(-1)).toMatchObject({ type: 'summary', received: 18, rejected: 0 })
})

test('a token that is older than --token-ttl is refused, and the sender gets a new one', async () => {
  const clock = createVirtualClock()
  const cli = listenWith(['--oauth', '--token-ttl', '1s', '--json'], { clock })
  const facts = await ready(cli)
  const token = await getToken(facts, MADE_UP)
  expect(await post(facts.url, token)).toBe(204)
  await clock.sleep(1000)
  expect(await post(facts.url, token)).toBe(401)
  await cli.stdout.until(/the bearer token expired at 2026-01-01T00:00:01.000Z/)
})

test('what a person sees of --oauth: where, who, the secret once, and each token', async () => {
  const cli = listenWith(['--oauth', '--require-scope', 'webhooks write'])
  const [, tokenUrl = ''] = await cli.stderr.until(/tokens +(http:\S+)/)
  const [, clientSecret = ''] = await cli.stderr.until(/secret +(\S+)/)
  const facts = { url: new URL('/webhook', tokenUrl).href, tokenUrl, clientId: 'hookstep' }
  expect(await getToken(facts, 'wrong')).toBe('401 invalid_client')
  expect(await getToken(facts, clientSecret, 'admin')).toBe('400 invalid_scope')
  const narrow = await getToken(facts, clientSecret, 'write')
  expect(await post(facts.url, narrow)).toBe(403)
  expect(await post(facts.url, await getToken(facts, clientSecret))).toBe(204)
  await cli.stdout.until(/EXPIRED/)
  cli.interrupt()
  const { stdout, stderr } = await cli.done
  expect(stdout).toMatch(/token refused 401\n +invalid_client: the client secret is another one\n/)
  expect(stdout).toMatch(/token refused 400\n +invalid_scope: scope admin: /)
  expect(stdout).toMatch(/token issued to hookstep for 300 s, scope write\n/)
  expect(stdout).toMatch(/insufficient_scope: the bearer token lacks the scope webhooks\n/)
  expect(stdout).toMatch(/token issued to hookstep for 300 s, scope webhooks write\n/)
  expect(stdout).toContain('2 requests received in 1 session, 1 refused')
  expect((stdout + stderr).split(clientSecret)).toHaveLength(2)
  expect(stderr).toContain('Made up for this run, and not shown again.')
})

test.each([[[]], [['--json']]])('neither secret nor token is shown, with %j', async (more) => {
  const env = { HOOKSTEP_CLIENT_SECRET: SECRET, HOOKSTEP_CLIENT_ID: 'my-client' }
  const cli = listenWith(['--oauth', ...more], { env })
  const shown = more.length > 0 ? cli.stdout : cli.stderr
  const [, tokenUrl = ''] = await shown.until(/(http:[^\s"]+\/oauth\/token)/)
  const url = new URL('/webhook', tokenUrl).href
  const token = await getToken({ url, tokenUrl, clientId: 'my-client' }, SECRET)
  expect(await post(url, token)).toBe(204)
  expect(await post(`${url}?a=1&access_token=${token}`, token)).toBe(400)
  expect(await post(`${url}?access%5Ftoken=${token}`, 'x')).toBe(400)
  expect(await post(`${url}?${SECRET}`, 'wrong')).toBe(401)
  const basic = Buffer.from(`my-client:${SECRET}`).toString('base64')
  expect(await post(`${url}?x=${basic}`, 'wrong')).toBe(401)
  await cli.stdout.until(/x=….*\n(.*\n)?/)
  cli.interrupt()
  const { exitCode, stdout, stderr } = await cli.done
  expect(exitCode).toBe(0)
  const all = stdout + stderr
  for (const secret of [SECRET, basic, ...token.split('.').slice(1)]) {
    expect(all).not.toContain(secret)
  }
  expect(all).toContain(`a=1&access_token=…${token.slice(-4)}`)
  expect(all).toContain(`access%5Ftoken=…${token.slice(-4)}`)
  expect(all).not.toContain('Made up')
  expect(
    jsonLines(stdout.startsWith('{') ? stdout : '').some((each) => 'clientSecret' in each),
  ).toBe(false)
})

test('the public URL of the tunnel is where the vendor asks for its token', async () => {
  const cli = startCli(['listen', '--port', '0', '--tunnel', 'simulated', '--oauth', '--json'])
  const { tokenUrl, url, ...more } = await ready(cli)
  const { publicUrl } = more as unknown as { publicUrl: string }
  expect(tokenUrl).toBe(new URL('/oauth/token', publicUrl).href)
  expect(tokenUrl).not.toContain(url)
  const { exitCode } = await runCli(
    [
      'send-sequence',
      publicUrl,
      '--oauth-url',
      tokenUrl,
      '--client-id',
      'hookstep',
      '--flow',
      'id',
    ],
    { env: { HOOKSTEP_CLIENT_SECRET: MADE_UP } },
  )
  expect(exitCode).toBe(0)
})

test('the same variables serve both sides, and a sender’s own OAuth does not trouble listen', async () => {
  const env = {
    HOOKSTEP_CLIENT_ID: 'shared-id',
    HOOKSTEP_CLIENT_SECRET: SECRET,
    HOOKSTEP_OAUTH_URL: 'https://auth.example.com/',
  }
  const plain = listenWith(['--json'], { env })
  expect(await ready(plain)).not.toHaveProperty('tokenUrl')
  const cli = listenWith(['--oauth', '--json'], { env })
  const { url, tokenUrl } = await ready(cli)
  const argv = ['send-sequence', url, '--oauth-url', tokenUrl, '--flow', 'no-id']
  expect((await runCli(argv, { env })).exitCode).toBe(0)
})

test('--client-secret works on the command line, with a warning', async () => {
  const cli = listenWith(['--oauth', '--client-secret', SECRET])
  await cli.stderr.until(/tokens +http/)
  expect(cli.stderr.text).toContain('--client-secret on the command line can be read by others')
  expect(cli.stderr.text).toContain('HOOKSTEP_CLIENT_SECRET in the environment')
  expect(cli.stderr.text).not.toContain(SECRET)
})

test('--jwks-url lets in the tokens of a real authorization server', async () => {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  onTestFinished(() => server.stop())
  const origin = `http://127.0.0.1:${server.address().port}`
  const issuer = server.issuer.url ?? ''
  const cli = listenWith(['--jwks-url', `${origin}/jwks`, '--issuer', issuer, '--json'])
  const { url } = await ready(cli)
  const argv = [
    'send-sequence',
    url,
    '--oauth-url',
    `${origin}/token`,
    '--client-id',
    'me',
    '--json',
  ]
  const sent = await runCli(argv, { env: { HOOKSTEP_CLIENT_SECRET: SECRET } })
  expect(sent.exitCode).toBe(0)
  expect(jsonLines(sent.stdout).at(-1)).toMatchObject({ acknowledged: 18 })
  expect(await post(url, 'a.b.c')).toBe(401)
})

test.each(['RS256', 'ES256'])(
  '--jwks-url, --issuer, --audience and --require-scope, %s',
  async (algorithm) => {
    const provider = await startProvider(algorithm)
    const flags = ['--jwks-url', provider.url.href, '--issuer', ISSUER, '--audience', AUDIENCE]
    const cli = listenWith([...flags, '--require-scope', 'webhooks'])
    const [, url = ''] = await cli.stderr.until(/local +(http:\S+)/)
    const scoped = { scope: 'webhooks' }
    const token = await provider.sign(scoped)
    expect(await post(url, token)).toBe(204)
    expect(await post(url, await provider.sign())).toBe(403)
    expect(await post(url, await provider.sign({ ...scoped, iss: 'other' }))).toBe(401)
    expect(await post(url, await provider.sign({ ...scoped, aud: 'other' }))).toBe(401)
    expect(await post(url, await provider.sign({ ...scoped, exp: 1 }))).toBe(401)
    expect(await post(`${url}?access_token=${token}`, token)).toBe(400)
    await cli.stdout.until(/access_token=…/)
    const { stdout, stderr } = { stdout: cli.stdout.text, stderr: cli.stderr.text }
    expect(stdout).toContain('insufficient_scope: the bearer token lacks the scope webhooks')
    expect(stdout).toContain('invalid_token: the bearer token has another "iss": "other"')
    expect(stdout + stderr).not.toContain(token.split('.')[2])
    expect(stderr).not.toContain('warning')
  },
)

test('without --issuer or --audience a warning says what is let in', async () => {
  const provider = await startProvider()
  const cli = listenWith(['--jwks-url', provider.url.href])
  await cli.stderr.until(/Ready/)
  expect(cli.stderr.text).toContain('every token that these keys sign is let in')
  expect(cli.stderr.text).toContain('--issuer and --audience')
})

test('keys that are not to be had are exit 3, and nothing is opened', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}/jwks`
  const argv = ['listen', '--tunnel', 'none', '--port', '0', '--jwks-url', url]
  const { exitCode, stdout, stderr } = await runCli(argv)
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
  expect(stderr).toContain('error[JWKS_UNAVAILABLE]: no keys from http://127.0.0.1:')
  expect(stderr).toContain('check --jwks-url')
  expect(stderr).not.toContain('listening')
})

test('Ctrl+C while the keys are awaited is the end, exit 0', async () => {
  const provider = await startProvider()
  const asked = new Promise<void>((resolve) => provider.answerWith(() => resolve()))
  const cli = listenWith(['--jwks-url', provider.url.href])
  await asked
  cli.interrupt()
  expect(await cli.done).toMatchObject({ exitCode: 0, stdout: '' })
})

test.each([
  [
    ['--oauth', '--require-token', 'canary-token'],
    'USAGE',
    '--require-token and --oauth exclude each other',
  ],
  [
    ['--oauth', '--jwks-url', 'http://127.0.0.1:1/'],
    'USAGE',
    '--oauth and --jwks-url exclude each other',
  ],
  [['--issuer', 'x'], 'OAUTH_INCOMPLETE', '--issuer needs --jwks-url'],
  [['--oauth', '--audience', 'x'], 'OAUTH_INCOMPLETE', '--audience needs --jwks-url'],
  [['--require-scope', 'x'], 'OAUTH_INCOMPLETE', '--require-scope needs --oauth or --jwks-url'],
  [
    ['--require-token', 'canary-token', '--require-scope', 'x'],
    'OAUTH_INCOMPLETE',
    '--require-scope needs',
  ],
  [['--client-id', 'x'], 'OAUTH_INCOMPLETE', '--client-id needs --oauth'],
  [['--client-secret', 'canary-x'], 'OAUTH_INCOMPLETE', '--client-secret needs --oauth'],
  [['--token-ttl', '5s'], 'OAUTH_INCOMPLETE', '--token-ttl needs --oauth'],
  [
    ['--oauth', '--token-ttl', '300'],
    'BAD_DURATION',
    '--token-ttl: expected 1 s to a day, found "300"',
  ],
  [['--oauth', '--token-ttl', '0s'], 'BAD_DURATION', '--token-ttl: expected 1 s'],
  [['--oauth', '--token-ttl', 'soon'], 'BAD_DURATION', '--token-ttl: expected a duration'],
  [['--oauth', '--client-id', ''], 'USAGE', '--client-id is empty'],
  [['--oauth', '--client-secret', ' '], 'USAGE', '--client-secret is empty'],
  [['--jwks-url', 'http://127.0.0.1:1/', '--issuer', ''], 'USAGE', '--issuer is empty'],
  [['--jwks-url', 'http://127.0.0.1:1/', '--audience', ''], 'USAGE', '--audience is empty'],
  [['--oauth', '--require-scope', ' '], 'BAD_SCOPE', '--require-scope: expected scopes, found " "'],
  [['--oauth', '--require-scope', 'a"b'], 'BAD_SCOPE', '--require-scope: expected scopes'],
  [['--jwks-url', 'nope'], 'BAD_URL', '--jwks-url: "nope" is not a URL'],
  [
    ['--jwks-url', 'http://id.example.com/jwks'],
    'INSECURE_JWKS_URL',
    '--jwks-url: the keys of http://id.example.com',
  ],
])('%j is wrong usage, exit 2: %s', async (flags, code, message) => {
  const { exitCode, stdout, stderr } = await runCli(['listen', '--tunnel', 'none', ...flags])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toContain(`error[${code}]: ${message}`)
  expect(stderr).not.toContain('listening')
  expect(stderr).not.toContain('canary')
})

test('two variables that exclude each other are wrong usage too; a flag goes before both', async () => {
  const env = { HOOKSTEP_REQUIRE_TOKEN: 'canary-token', HOOKSTEP_OAUTH: '1' }
  const { exitCode, stderr } = await runCli(['listen', '--tunnel', 'none'], { env })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('error[USAGE]: --require-token and --oauth exclude each other')
  const cli = listenWith(['--oauth', '--json'], { env })
  expect(await ready(cli)).toHaveProperty('tokenUrl')
})
