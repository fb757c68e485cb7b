import { expect, test } from 'vitest'
import { startRelay } from '../../src/tunnel/relay/start-relay.ts'
import { findClosedPort, startFixedEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli, type RunningCli } from '../helpers/run-cli.ts'
import { fastClock } from '../helpers/steady-clock.ts'
import { createTestContext } from '../helpers/test-context.ts'
import { onTestFinished } from 'vitest'

const GOOD =
  '{"interviewId":"664283755e0f8e1b87fcc2ce","externalCustomerId":"c","onboardingStatus":"EXPIRED"}'

async function post(url: string, body = GOOD): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  })
  return response.status
}

async function readyUrl(cli: RunningCli): Promise<string> {
  const [, url = ''] = await cli.stderr.until(/local +(http:\S+)/)
  return url
}

function listenLocally(...flags: string[]): RunningCli {
  return startCli(['listen', '--port', '0', '--tunnel', 'none', ...flags])
}

test('listen prints each notification live, and a timeline per session at the end, exit 0', async () => {
  const cli = listenLocally()
  const url = await readyUrl(cli)
  expect(await post(url)).toBe(204)
  expect(await post(url)).toBe(204)
  expect(await post(url, '{')).toBe(400)
  await cli.stdout.until(/bad_json/)
  cli.interrupt()
  const { exitCode, stdout } = await cli.done
  expect(exitCode).toBe(0)
  expect(stdout.replaceAll(/\d\d:\d\d:\d\d/g, 'HH:MM:SS').replace(/bad_json: .*/, 'bad_json: …'))
    .toMatchInlineSnapshot(`
      "HH:MM:SS  EXPIRED                            c2ce  96 B no bearer c
      HH:MM:SS  EXPIRED                            c2ce  96 B no bearer c
                repeated: this session has sent it before (R12, inferred), as #1
      HH:MM:SS  refused 400  POST /webhook
                bad_json: …

      664283755e0f8e1b87fcc2ce  c
        EXPIRED → EXPIRED
        EXPIRED repeated: this session has sent it before (R12, inferred)

      3 requests received in 1 session, 1 refused
      "
    `)
})

test('listen --json prints ready, notification, refused and summary records', async () => {
  const cli = listenLocally('--json')
  const [, url = ''] = await cli.stdout.until(/"url":"(http:[^"]+)"/)
  await post(url)
  await post(url, '[]')
  await cli.stdout.until(/"refused"/)
  cli.interrupt()
  const records = jsonLines((await cli.done).stdout)
  expect(records).toMatchObject([
    {
      type: 'ready',
      url,
      publicUrl: null,
      inspectorUrl: null,
      journal: expect.stringMatching(/\.ndjson$/) as string,
      pid: process.pid,
    },
    {
      type: 'notification',
      seq: 1,
      interviewId: '664283755e0f8e1b87fcc2ce',
      externalCustomerId: 'c',
      onboardingStatus: 'EXPIRED',
      httpStatus: 204,
      flags: [],
      authenticated: false,
    },
    { type: 'refused', seq: 2, code: 'not_object', httpStatus: 422 },
    { type: 'summary', received: 2, rejected: 1, sessions: 1 },
  ])
})

test('listen --respond plays a bad endpoint', async () => {
  const cli = listenLocally(
    '--respond',
    '503',
    '--respond-body',
    '{"a":1}',
    '--respond-delay',
    '1ms',
  )
  expect(await post(await readyUrl(cli))).toBe(503)
  await cli.stdout.until(/answered 503/)
})

test('listen through the simulated tunnel is ready when its public URL has answered', async () => {
  const cli = startCli(['listen', '--port', '0', '--tunnel', 'simulated'])
  const [, publicUrl = ''] = await cli.stderr.until(/public +(http:\S+)/)
  expect(publicUrl).toMatch(/^http:\/\/[a-z0-9-]+\.localhost:\d+\/webhook$/)
  const result = await runCli(['send-sequence', publicUrl, '--flow', 'id', '--json'])
  expect(result.exitCode).toBe(0)
  expect(cli.stdout.text.match(/no bearer/g)).toHaveLength(3)
  cli.interrupt()
  expect((await cli.done).exitCode).toBe(0)
})

test('listen uses the relay and the name that it is told', async () => {
  const { context } = createTestContext()
  const relay = await startRelay({ port: 0, clock: context.clock, random: context.random })
  onTestFinished(() => relay.close())
  const cli = startCli([
    'listen',
    '--port',
    '0',
    '--tunnel-host',
    relay.url,
    '--subdomain',
    'my-team',
    '--json',
  ])
  await cli.stdout.until(/"ready"/)
  const publicUrl = `http://my-team.localhost:${relay.port}/webhook`
  expect(jsonLines(cli.stdout.text)).toMatchObject([
    { type: 'tunnel', state: 'opening' },
    { type: 'tunnel', state: 'up', publicUrl },
    { type: 'ready', publicUrl },
  ])
})

test('listen keeps the local address when there is no tunnel, and says what to do', async () => {
  const closed = await findClosedPort()
  const flags = [
    'listen',
    '--port',
    '0',
    '--tunnel-host',
    `http://127.0.0.1:${closed}`,
    '--tunnel-timeout',
    '300ms',
  ]
  const cli = startCli(flags)
  expect(await post(await readyUrl(cli))).toBe(204)
  expect(cli.stderr.text).toContain('warning: no tunnel, the local address only:')
  expect(cli.stderr.text).toContain('--tunnel none')
  expect(cli.stderr.text).not.toContain('  public')
  expect(cli.stderr.text).toMatch(/tunnel down {2}/)
  expect(cli.stderr.text).toMatch(/^listening on http:/)
  const strict = await runCli([...flags, '--require-tunnel'])
  expect(strict).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[TUNNEL_UNAVAILABLE]') as string,
  })
})

test('Ctrl+C while the tunnel opens ends listen, exit 0', async () => {
  const { url } = await startFixedEndpoint(500)
  const cli = startCli(['listen', '--port', '0', '--tunnel-host', new URL(url).origin])
  await cli.stderr.until(/tunnel opening/)
  cli.interrupt()
  expect((await cli.done).exitCode).toBe(0)
  expect(cli.stderr.text).not.toContain('Ready')
})

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends listen with exit %d', async (signal, exitCode) => {
  const cli = listenLocally()
  await readyUrl(cli)
  cli.interrupt(signal)
  expect((await cli.done).exitCode).toBe(exitCode)
})

test('a port in use is exit 3, before any tunnel is opened', async () => {
  const { port } = await startFixedEndpoint(204)
  const result = await runCli(['listen', '--port', String(port), '--tunnel', 'simulated'])
  expect(result).toEqual({
    exitCode: 3,
    stdout: '',
    stderr: `error[PORT_IN_USE]: port ${port} is in use\n  try: --port 0 takes a free one\n`,
  })
})

test.each([
  ['--port', '0x1F'],
  ['--port', '70000'],
  ['--port', '-1'],
  ['--port', '80a'],
  ['--port', ''],
  ['--respond', '99'],
  ['--respond-delay', 'x'],
  ['--tunnel', 'ngrok'],
  ['--tunnel-host', 'ftp://x'],
  ['--subdomain', 'A'],
  ['--tunnel-timeout', ''],
])('%s %j is exit 2', async (flag, value) => {
  const { exitCode, stdout, stderr } = await runCli(['listen', `${flag}=${value}`])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(/^error\[[A-Z_]+\]: /)
})

test.each([40, 80])(
  'listen fits a terminal of %d columns with the longest status',
  async (columns) => {
    const cli = startCli(['listen', '--port', '0', '--tunnel', 'simulated', '--no-color'], {
      columns,
    })
    const url = await readyUrl(cli)
    await runCli(['send-sequence', url, '--flow', 'two-ids'])
    await post(`${url}?${'long/'.repeat(30)}`, '{')
    await cli.stdout.until(/bad_json/)
    cli.interrupt()
    const { stdout, stderr } = await cli.done
    // An address and a path are left whole, to be copied.
    const lines = `${stdout}${stderr}`.split('\n').filter((line) => !/http:|\.ndjson/.test(line))
    expect(lines.filter((line) => line.length > columns)).toEqual([])
    expect(/^[\d:]{8} {2}\w+_SECOND_ID /m.test(stdout)).toBe(columns === 80)
  },
)

test('a media type that no header may carry is refused before anything listens', async () => {
  const { exitCode, stderr } = await runCli(['listen', '--respond-type', 'text/✓'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain('error[BAD_HEADER]: --respond-type: no header may carry "text/✓"')
})

test('Ctrl+C lets a request that is under way get its answer, and tells what it got', async () => {
  const cli = listenLocally('--respond-delay', '10m', '--json')
  const [, url = ''] = await cli.stdout.until(/"url":"(http:[^"]+)"/)
  const answer = post(url)
  await fastClock(1).sleep(100)
  cli.interrupt()
  expect(await answer).toBe(204)
  expect(
    jsonLines((await cli.done).stdout).map(({ type, httpStatus }) => [type, httpStatus]),
  ).toEqual([
    ['ready', undefined],
    ['notification', 204],
    ['summary', undefined],
  ])
})

test('a sender that gave up is told as such', async () => {
  const clock = fastClock(1)
  const argv = ['listen', '--port', '0', '--tunnel', 'none', '--respond-delay', '300ms', '--json']
  const cli = startCli(argv, { clock })
  const [, url = ''] = await cli.stdout.until(/"url":"(http:[^"]+)"/)
  const headers = { 'content-type': 'application/json' }
  const patience = new AbortController()
  const { signal } = patience
  const asked = fetch(url, { method: 'POST', body: GOOD, headers, signal })
  await clock.sleep(50)
  patience.abort()
  await expect(asked).rejects.toThrow()
  await cli.stdout.until(/"notification"/)
  expect(jsonLines(cli.stdout.text)[1]).toMatchObject({ type: 'notification', httpStatus: null })
})
