import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/system-clock.ts'
import { startRelay } from '../../../src/tunnel/relay/start-relay.ts'
import { findClosedPort, startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { jsonLines, runCli } from '../../helpers/run-cli.ts'
import { createTestContext } from '../../helpers/test-context.ts'
import { clockAt, examine } from './rig.ts'

const words = (text: string) => expect.stringContaining(text) as string

async function relayUrl(): Promise<string> {
  const { clock, random } = createTestContext().context
  const relay = await startRelay({ port: 0, clock, random })
  onTestFinished(async () => relay.close())
  return relay.url
}

test('relay, clock and tunnel pass with a relay that works', async () => {
  const url = await relayUrl()
  const { find, exitCode, stderr } = await examine(['--tunnel-host', url], { clock: systemClock })
  expect(find('relay')).toMatchObject({ result: 'pass', message: `asked ${url}: it answers` })
  expect(find('clock')).toMatchObject({ result: 'pass' })
  expect(find('tunnel')).toMatchObject({
    result: 'pass',
    message: words('a request came through http://'),
    evidence: { kind: 'localtunnel' },
  })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('relay: one that nobody runs is exit 3, and no tunnel is tried through it', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}`
  const { find, exitCode } = await examine(['--tunnel-host', url])
  expect(find('relay')).toMatchObject({
    result: 'fail',
    message: words('ECONNREFUSED'),
    advice: words('--tunnel-host'),
  })
  expect(find('clock')).toMatchObject({ result: 'skipped' })
  expect(find('tunnel')).toMatchObject({ result: 'skipped', message: words('does not answer') })
  expect(exitCode).toBe(3)
})

test('relay: one that answers 503 fails', async () => {
  const { port, received } = await startFixedEndpoint(503)
  const argv = ['--tunnel-host', `http://127.0.0.1:${port}`, '--tunnel-timeout', '50ms']
  const { find } = await examine(argv)
  expect(find('relay')).toMatchObject({ result: 'fail', message: words('it answers 503') })
  expect(find('tunnel')).toMatchObject({
    result: 'fail',
    message: words('could not be opened within 0.05 s'),
  })
  expect(received[0]?.path).toBe('/api/status')
})

test('tunnel: a relay that refuses is a fail with its reason', async () => {
  const { port } = await startFixedEndpoint(403, {}, '{"message":"no more tunnels"}')
  const { find, exitCode } = await examine(['--tunnel-host', `http://127.0.0.1:${port}`])
  expect(find('relay')).toMatchObject({ result: 'pass' })
  expect(find('tunnel')).toMatchObject({
    result: 'fail',
    message: words('no more tunnels'),
    advice: words('--tunnel-host'),
    evidence: { code: 'TUNNEL_REFUSED' },
  })
  expect(exitCode).toBe(3)
})

test("tunnel: a relay's reminder page in the place of the receiver is named (T10, interstitial)", async () => {
  const page = '<p>Send a bypass-tunnel-reminder header to get past this page.</p>'
  const { port } = await startEndpoint((response, { path, headers }) => {
    if (path !== '/?new') return void response.writeHead(401).end(page)
    const url = `http://${headers['host']}`
    response.end(JSON.stringify({ id: 'some-name', port, max_conn_count: 1, url }))
  })
  const argv = ['--tunnel-host', `http://127.0.0.1:${port}`, '--tunnel-timeout', '300ms']
  const { find } = await examine(argv)
  expect(find('tunnel')).toMatchObject({
    result: 'fail',
    message: words("401, the relay's reminder page, and not from this receiver"),
  })
})

test('tunnel: a name that somebody has is a warning, and a fail with --require-subdomain', async () => {
  const url = await relayUrl()
  await fetch(`${url}/somebody`)
  const argv = ['--tunnel-host', url, '--subdomain', 'somebody']
  const { find, exitCode } = await examine(argv)
  expect(find('tunnel')).toMatchObject({
    result: 'warn',
    message: words('the name somebody is taken'),
    advice: words('--subdomain'),
  })
  expect(exitCode).toBe(0)
  const strict = await examine([...argv, '--require-subdomain'])
  expect(strict.find('tunnel')).toMatchObject({ result: 'fail' })
  expect(strict.exitCode).toBe(3)
})

test('tunnel: --offline proves the client on this machine, and asks nobody', async () => {
  const { find, exitCode, stderr } = await examine(['--offline'])
  expect(find('relay')).toMatchObject({ result: 'skipped', message: words('--offline') })
  expect(find('clock')).toMatchObject({ result: 'skipped' })
  expect(find('tunnel')).toMatchObject({ result: 'pass', evidence: { kind: 'simulated' } })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test.each(['none', 'simulated'])('--tunnel %s asks no relay', async (kind) => {
  const { find, exitCode } = await examine(['--tunnel', kind])
  expect(find('relay')).toMatchObject({
    result: 'skipped',
    message: `--tunnel ${kind}: no relay is asked`,
  })
  expect(find('tunnel')).toMatchObject({ result: kind === 'none' ? 'skipped' : 'pass' })
  expect(exitCode).toBe(0)
})

test.each([
  [29_000, 'pass', 'agrees with'],
  [-29_000, 'pass', 'agrees with'],
  [90_000, 'warn', 'ahead of'],
  [-90_000, 'warn', 'behind'],
])('clock: %d ms off is a %s', async (offMs, result, message) => {
  const theirs = new Date('2026-11-25T12:00:00Z')
  const { port } = await startFixedEndpoint(403, { date: theirs.toUTCString() })
  const clock = clockAt(() => new Date(theirs.getTime() + offMs))
  const argv = ['--tunnel-host', `http://127.0.0.1:${port}`]
  const { find } = await examine(argv, { clock })
  expect(find('clock')).toMatchObject({
    result,
    severity: 'recommended',
    message: words(message),
    advice: result === 'warn' ? words('NTP') : null,
    evidence: { skewMs: offMs },
  })
})

test('clock: an answer without a date, or with nonsense in it, tells nothing', async () => {
  const { port } = await startEndpoint((response) => {
    response.sendDate = false
    response.writeHead(403, { date: 'soon' }).end()
  })
  const { find } = await examine(['--tunnel-host', `http://127.0.0.1:${port}`])
  expect(find('clock')).toMatchObject({ result: 'skipped', message: words('told no time') })
})

test('tunnel: a program that opens one is tried, and no relay is asked', async () => {
  const program = fileURLToPath(new URL('../../tunnel/ways/forwarder.js', import.meta.url))
  const command = `${process.execPath} ${program} {port} 0`
  const argv = ['--tunnel', 'command', '--tunnel-command', command]
  const { find, exitCode } = await examine(argv, { clock: systemClock })
  expect(find('relay')).toMatchObject({
    result: 'skipped',
    message: '--tunnel command: no relay is asked',
  })
  expect(find('tunnel')).toMatchObject({ result: 'pass', evidence: { kind: 'command' } })
  expect(exitCode).toBe(0)
})

test('tunnel: the next relay is tried where the first one does not answer', async () => {
  const here = await relayUrl()
  const away = `http://127.0.0.1:${await findClosedPort()}`
  const argv = ['--tunnel-host', away, '--tunnel-host', here]
  const { find } = await examine(argv, { clock: systemClock })
  expect(find('relay')).toMatchObject({ result: 'fail' })
  expect(find('tunnel')).toMatchObject({ result: 'pass' })
})

test('tunnel: one that somebody else runs is left to listen, whose port it leads to', async () => {
  const { stdout } = await runCli(['doctor', '--json', '--public-url', 'http://127.0.0.1:1'])
  const found = jsonLines(stdout).filter(({ rule }) => rule === 'tunnel' || rule === 'relay')
  expect(found.map(({ result, message }) => [result, message])).toEqual([
    ['skipped', words('--public-url')],
    ['skipped', words('--public-url')],
  ])
})
