import { expect, onTestFinished, test } from 'vitest'
import { startRelay } from '../../src/tunnel/relay/start-relay.ts'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import { createTestContext } from '../helpers/test-context.ts'
import { ask, fastClock } from '../tunnel/rig.ts'

/** Exposure: what answers through the tunnel, and what the banner says of it (hardening T10). */

/** The waits of a tunnel that is lost and comes back, in a tenth of their time. */
const clock = fastClock(10)

const GOOD = '{"interviewId":"i1","onboardingStatus":"EXPIRED"}'

/** No resolver here knows the names of the relay: this asks 127.0.0.1 by them. */
async function askAt({ host, port, pathname, search }: URL, method = 'POST'): Promise<string> {
  const headers = ['Content-Type', 'application/json', 'Connection', 'close']
  const path = pathname + search
  const answer = await ask({ port: Number(port), host, path, method, headers, body: GOOD })
  return `${answer.status} ${answer.body.toString()}`.trim()
}

async function ready(cli: RunningCli): Promise<{ url: string; publicUrl: string }> {
  await cli.stdout.until(/"ready".*\n/)
  const found = jsonLines(cli.stdout.text).find(({ type }) => type === 'ready')
  return found as { url: string; publicUrl: string }
}

test('only the webhook path answers, here and through the tunnel; the rest is 404', async () => {
  const cli = startCli(['listen', '-p', '0', '--tunnel', 'simulated', '--path', '/a/b', '--json'])
  const { url, publicUrl } = await ready(cli)
  expect([url, publicUrl].map((each) => new URL(each).pathname)).toEqual(['/a/b', '/a/b'])
  for (const base of [url, publicUrl]) {
    expect(await askAt(new URL(base))).toBe('204')
    expect(await askAt(new URL('/a/b?c=d', base))).toBe('204')
    for (const other of ['/', '/a', '/a/b/', '/A/b', '/a%2fb', '/.hookstep/', '/oauth/token']) {
      expect(await askAt(new URL(other, base))).toBe('404 {"error":"not_found"}')
    }
    expect(await askAt(new URL('/', base), 'GET')).toMatch(/^404/)
    expect(await askAt(new URL(base), 'GET')).toMatch(/^405/)
  }
})

test('--path * takes notifications at any path', async () => {
  const cli = startCli(['listen', '-p', '0', '--tunnel', 'none', '--path', '*', '--json'])
  const { url } = await ready(cli)
  expect(await askAt(new URL('/any/where', url))).toBe('204')
})

test.each(['webhook', '', '/a b', '/a?b', '/a#b', '//evil.example/a', '/a/../b', '/\u001b'])(
  '--path %j is exit 2',
  async (path) => {
    const { exitCode, stderr } = await runCli(['listen', `--path=${path}`, '--tunnel', 'none'])
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^error\[BAD_PATH\]: --path: "/)
    expect(stderr).toContain('try: --path /webhook')
  },
)

test.each([
  [[], true],
  [['--require-token', 'abc-def-ghi'], false],
  [['--oauth'], false],
])(
  'the banner of listen %j says once that a tunnel is not private, and how to ask for a token (T10, data port, our name)',
  async (flags, asks) => {
    const cli = startCli(['listen', '-p', '0', '--tunnel', 'simulated', ...flags])
    await cli.stderr.until(/journal \//)
    expect(cli.stderr.text.split('A public tunnel is not private')).toHaveLength(2)
    expect(cli.stderr.text.includes('--require-token or --oauth asks for a token')).toBe(asks)
  },
)

test('a public URL that changed is told in a loud banner, once', async () => {
  const { context } = createTestContext({ clock })
  const [first, other] = await Promise.all(
    [0, 0].map(async (port) => startRelay({ port, clock: context.clock, random: context.random })),
  )
  onTestFinished(() => other?.close())
  const relay = first as NonNullable<typeof first>
  const argv = ['listen', '-p', '0', '--tunnel-host', relay.url, '--subdomain', 'my-team']
  const cli = startCli(argv, { clock })
  await cli.stderr.until(/Ready\./)
  await relay.close()
  const { port } = relay
  const again = await startRelay({ port, clock: context.clock, random: context.random })
  onTestFinished(() => again.close())
  // Somebody else has the name by now.
  await fetch(`http://127.0.0.1:${port}/my-team`)
  await cli.stderr.until(/THE PUBLIC URL HAS CHANGED[^]*instead\./)
  expect(cli.stderr.text).toMatch(/was {5}http:\/\/my-team\.localhost:\d+\/webhook\n/)
  expect(cli.stderr.text).toMatch(/now {5}http:\/\/(?!my-team)[\w-]+\.localhost:\d+\/webhook\n/)
  expect(cli.stderr.text.split('THE PUBLIC URL HAS CHANGED')).toHaveLength(2)
}, 60_000)

test('with --require-subdomain a name that went to somebody else ends listen, exit 3 (T4)', async () => {
  const { context } = createTestContext({ clock })
  const start = async (port: number) => {
    const relay = await startRelay({ port, clock: context.clock, random: context.random })
    onTestFinished(() => relay.close())
    return relay
  }
  const relay = await start(0)
  const name = ['--subdomain', 'my-team', '--require-subdomain']
  const cli = startCli(['listen', '-p', '0', '--tunnel-host', relay.url, ...name], { clock })
  await cli.stderr.until(/Ready\./)
  await relay.close()
  await start(relay.port)
  await fetch(`http://127.0.0.1:${relay.port}/my-team`)
  const { exitCode, stderr } = await cli.done
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/error\[SUBDOMAIN_TAKEN\]: the public URL would change: /)
}, 60_000)

async function startFaulty(name: string): Promise<string> {
  const { clock, random } = createTestContext().context
  const relay = await startRelay({ port: 0, clock, random, faults: [{ name }] })
  onTestFinished(() => relay.close())
  return relay.url
}

test('listen --require-tunnel ends at once where the relay answers 403, exit 3 (T1, 403)', async () => {
  const url = await startFaulty('register-403')
  const flags = ['-p', '0', '--no-journal', '--tunnel-host', url, '--require-tunnel']
  const { exitCode, stderr } = await runCli(['listen', ...flags])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('error[TUNNEL_REFUSED]: the relay refused: ')
})

test('a taken name is told at the start, and is exit 3 with --require-subdomain (T4)', async () => {
  const url = await startFaulty('name-taken')
  const argv = ['listen', '-p', '0', '--tunnel-host', url, '--subdomain', 'my-team']
  const cli = startCli(argv)
  await cli.stderr.until(/Ready\./)
  expect(cli.stderr.text).toMatch(/the name "my-team" is taken: the relay gave "[\w-]+" instead/)
  const { exitCode, stderr } = await runCli([...argv, '--require-subdomain'])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('error[SUBDOMAIN_TAKEN]: ')
})

test('a relay with a reminder page for browsers lets our probe through (T10, interstitial)', async () => {
  const url = await startFaulty('reminder-page')
  const cli = startCli(['listen', '-p', '0', '--tunnel-host', url, '--json'])
  const { publicUrl } = await ready(cli)
  expect(await askAt(new URL(publicUrl))).toBe('204')
})

test('a reminder page that comes in the place of the receiver is named (T10, interstitial)', async () => {
  const page = '<p>Send a bypass-tunnel-reminder header to get past this page.</p>'
  const { port, received } = await startFixedEndpoint(401, { 'content-type': 'text/html' }, page)
  const flags = ['--public-url', `http://127.0.0.1:${port}`, '--tunnel-timeout', '300ms']
  const { exitCode, stderr } = await runCli(['listen', '-p', '0', ...flags, '--require-tunnel'])
  expect(exitCode).toBe(3)
  expect(stderr).toContain("401, the relay's reminder page, and not from this receiver")
  expect(received[0]?.headers).toMatchObject({
    'bypass-tunnel-reminder': '1',
    'user-agent': expect.stringMatching(/^hookstep\//) as string,
  })
})
