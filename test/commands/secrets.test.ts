import { expect, test } from 'vitest'
import { startEndpoint, startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli } from '../helpers/run-cli.ts'

/** Where a secret once got out, or broke what was around it. */
const KEY = 'SECRETKEYaaaaBBBBccccDDDDeeee1234567890zzzzYYYY'
const env = { HOOKSTEP_HEADER: `X-Api-Key: ${KEY}` }

test.each([20, 40, 60, 80])(
  'in a terminal of %d columns a secret is not found in two halves',
  async (columns) => {
    const { url } = await startFixedEndpoint(302, {
      location: `http://x/?next=hook&key=${KEY}&t=1`,
    })
    const { stdout } = await runCli(['send', 'EXPIRED', url], { env, columns })
    const flat = stdout.replaceAll(/\u001b\[\d+m|\s/g, '')
    for (let at = 0; at + 6 <= KEY.length; at += 1)
      expect(flat).not.toContain(KEY.slice(at, at + 6))
  },
)

test('a secret that is cut off is taken out before the cut', async () => {
  const { url } = await startFixedEndpoint(302, { location: `http://x/${'p'.repeat(180)}${KEY}` })
  const { stdout } = await runCli(['send', 'EXPIRED', url], { env })
  expect(stdout).not.toContain('SECR')
})

test.each([
  'ftp://user:HUNTER2SECRET@h/',
  'http://user:HUNTER2SECRET@h:99999/',
  'http://user:HUNTER2SECRET@h/ x',
  'http://user:HUNTER2SECRET@h/',
])('the password in %s is not repeated', async (url) => {
  for (const argv of [
    ['send', 'EXPIRED', url],
    ['send', 'EXPIRED', 'http://h/', '--oauth-url', url],
  ]) {
    const { exitCode, stderr } = await runCli(argv)
    expect(exitCode).toBe(2)
    expect(stderr).not.toContain('HUNTER2')
  }
})

test('the value of a mistyped flag is not repeated', async () => {
  const { stderr } = await runCli(['send', 'EXPIRED', 'http://h/', '--tokn=HUNTER2SECRET'])
  expect(stderr).toContain("unknown option '--tokn=…'")
})

test('a key in the query of the URL is a secret, any other parameter is not', async () => {
  const { url } = await startFixedEndpoint(204)
  const { stderr } = await runCli([
    'send',
    'EXPIRED',
    `${url}?api_key=QUERYSECRET12345&mode=testing`,
  ])
  expect(stderr).toContain('?api_key=…2345&mode=testing')
})

test.each([
  ['X-Tenant: 123456', ['--seed', '123456', '--shuffle']],
  ['X-Tenant: attempt', []],
  ['X-Tenant: acknowledged', []],
])('with the header %s every JSON line stays what it is', async (header, flags) => {
  const { url } = await startFixedEndpoint(204)
  const { stdout } = await runCli(['send-sequence', url, '--flow', 'id', '--json', ...flags], {
    env: { HOOKSTEP_HEADER: header },
  })
  const records = jsonLines(stdout)
  expect(records.find(({ type }) => type === 'attempt')).toMatchObject({
    attempt: 1,
    verdict: 'acknowledged',
  })
  expect(records.at(-1)).toMatchObject({ type: 'summary', acknowledged: 3 })
})

test('what an authorization server puts into an error cannot act on the terminal, with --debug neither', async () => {
  const auth = await startFixedEndpoint(
    400,
    {},
    JSON.stringify({ error: 'no \u001b]0;pwn\u0007 \u001b[2J' }),
  )
  const argv = [
    'send',
    'EXPIRED',
    'http://127.0.0.1:1/',
    '--oauth-url',
    auth.url,
    '--client-id',
    'me',
    '--debug',
  ]
  const secret = { HOOKSTEP_CLIENT_SECRET: 'canary-secret-0001' }
  const text = await runCli(argv, { env: secret })
  expect(text.stderr).not.toMatch(/[\u001b\u0007]/)
  expect(text.stderr).toMatch(/^ +at /m)
  const json = await runCli([...argv, '--json'], { env: secret })
  expect(jsonLines(json.stderr)).toMatchObject([
    { type: 'error', code: 'TOKEN_REFUSED', stack: expect.stringContaining(' at ') as string },
  ])
})

test('a secret header on the command line warns, and one in the environment does not', async () => {
  const { url } = await startFixedEndpoint(204)
  const flag = await runCli(['send', 'EXPIRED', url, '-H', `X-Api-Key: ${KEY}`, '-H', 'X-Trace: 1'])
  expect(flag.stderr.match(/can be read by others/g)).toHaveLength(1)
  expect((await runCli(['send', 'EXPIRED', url], { env })).stderr).not.toContain(
    'can be read by others',
  )
})

test('a copy that was made on purpose is counted like any other notification', async () => {
  const { url } = await startFixedEndpoint(500)
  const argv = [
    'send-sequence',
    url,
    '--flow',
    'id-selfie',
    '--duplicate',
    '1',
    '--stop-on-failure',
    '--json',
  ]
  expect(jsonLines((await runCli(argv)).stdout).at(-1)).toMatchObject({ deliveries: 1, notSent: 7 })
})

test('a payload without the external id is still one session', async () => {
  const { url } = await startFixedEndpoint(204)
  const { stdout } = await runCli([
    'send-sequence',
    url,
    '--flow',
    'id-selfie',
    '--payload',
    'sample',
  ])
  expect(stdout.match(/^id-selfie /gm)).toHaveLength(2)
})

test('a sequence of which nothing is left is not sent, and not green', async () => {
  const { url, received } = await startEndpoint(() => {})
  const { exitCode, stderr } = await runCli(['send-sequence', url, '--drop', '1'])
  expect({ exitCode, sent: received.length }).toEqual({ exitCode: 2, sent: 0 })
  expect(stderr).toContain('error[NOTHING_TO_SEND]')
})

test('a seed without anything to repeat is told', async () => {
  const { url } = await startFixedEndpoint(204)
  expect((await runCli(['send-sequence', url, '--seed', '7'])).stderr).toContain(
    '--seed has nothing to repeat',
  )
})
