import { writeFileSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startRelay } from '../../src/tunnel/relay/start-relay.ts'
import { findClosedPort, listenOnFreePort } from '../helpers/endpoint.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { createTestContext } from '../helpers/test-context.ts'

const FORWARDER = fileURLToPath(new URL('../tunnel/ways/forwarder.js', import.meta.url))
const COMMAND = `${process.execPath} ${FORWARDER} {port} 0`
const GOOD =
  '{"interviewId":"664283755e0f8e1b87fcc2ce","externalCustomerId":"c","onboardingStatus":"EXPIRED"}'

async function post(url: string): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(new URL('/webhook', url), { method: 'POST', body: GOOD, headers })).status
}

test('listen --tunnel command is ready at the URL that the program prints', async () => {
  const flags = ['--tunnel', 'command', '--tunnel-command', COMMAND, '--json']
  const cli = startCli(['listen', '--port', '0', ...flags])
  await cli.stdout.until(/"ready"/)
  const [opening, up, ready] = jsonLines(cli.stdout.text)
  expect(opening).toMatchObject({ state: 'opening', publicUrl: null })
  const publicUrl = String(up?.['publicUrl'])
  expect(publicUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhook$/)
  expect(ready).toMatchObject({ type: 'ready', publicUrl })
  expect(await post(publicUrl)).toBe(204)
  cli.interrupt()
  expect((await cli.done).exitCode).toBe(0)
  await expect(post(publicUrl)).rejects.toThrow('fetch failed')
})

test('listen --public-url is ready when that URL leads to its port', async () => {
  const port = await findClosedPort()
  const server = createServer((socket) => {
    const local = connect({ port, host: '127.0.0.1' })
    socket.pipe(local).pipe(socket)
    for (const each of [socket, local]) each.on('error', () => socket.destroy())
    socket.once('close', () => local.destroy())
  })
  const publicUrl = `http://127.0.0.1:${await listenOnFreePort(server)}`
  const cli = startCli(['listen', '--port', String(port), '--public-url', `${publicUrl}/`])
  await cli.stderr.until(/Ready/)
  expect(cli.stderr.text).toContain(`waiting for ${publicUrl}`)
  expect(cli.stderr.text).toContain(`  public  ${publicUrl}/webhook\n`)
  expect(await post(publicUrl)).toBe(204)
})

test('listen --public-url says what to do when that URL leads elsewhere', async () => {
  const publicUrl = `http://127.0.0.1:${await findClosedPort()}`
  const flags = ['--public-url', publicUrl, '--tunnel-timeout', '300ms', '--require-tunnel']
  const { exitCode, stderr } = await runCli(['listen', '--port', '0', ...flags])
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/error\[TUNNEL_UNAVAILABLE\]: .*ECONNREFUSED/)
  expect(stderr).toMatch(/let it forward to http:\/\/127\.0\.0\.1:\d+/)
})

test('a tunnel command that does not exist is a warning, and exit 3 with --require-tunnel', async () => {
  const command = 'hookstep-no-such-program {port}'
  const flags = ['listen', '--port', '0', '--tunnel', 'command', '--tunnel-command', command]
  const cli = startCli(flags)
  await cli.stderr.until(/Ready/)
  expect(cli.stderr.text).toMatch(
    /warning: no tunnel, the local address only: hookstep-no-such-program ended with exit code 127: .*not found/,
  )
  expect(await runCli([...flags, '--require-tunnel'])).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(
      /error\[TUNNEL_COMMAND_FAILED\]: hookstep-no-such-program .*\n.*install hookstep-no-such-program/,
    ) as string,
  })
})

test.each([
  ['--tunnel=command', 'USAGE', 'needs --tunnel-command'],
  [`--tunnel-command=${COMMAND}`, 'USAGE', 'needs --tunnel command'],
  ['--tunnel-url-pattern=x', 'USAGE', 'needs --tunnel command'],
  ['--tunnel=localtunnel --public-url=http://a.example', 'USAGE', 'exclude each other'],
  ['--tunnel=simulated --public-url=http://a.example', 'USAGE', 'exclude each other'],
  ['--tunnel=none --public-url=http://a.example', 'USAGE', 'exclude each other'],
  ['--public-url=http://a.example --subdomain=my-name', 'USAGE', '--subdomain means nothing'],
  ['--public-url=http://a.example --tunnel-host=http://b.example', 'USAGE', 'means nothing'],
  ['--public-url=http://a.example/path', 'BAD_URL', '--public-url http://a.example'],
  ['--public-url=http://a.example?b', 'BAD_URL', '--public-url http://a.example'],
  ['--public-url=ftp://a.example', 'BAD_URL', 'http'],
  ['--public-url=', 'BAD_URL', 'not a URL'],
  ['--tunnel=command --tunnel-command=cloudflared', 'BAD_TUNNEL_COMMAND', '{port}'],
  ['--tunnel=command --tunnel-command=', 'BAD_TUNNEL_COMMAND', '{port}'],
  ['--tunnel-url-pattern=(', 'BAD_PATTERN', '--tunnel-url-pattern'],
  ['--tunnel-url-pattern=', 'BAD_PATTERN', 'empty'],
  ['--tunnel-host=http://a.example,ftp://b.example', 'BAD_URL', 'ftp://b.example'],
  ['--tunnel-host=http://a.example,', 'BAD_URL', 'not a URL'],
])('%s is exit 2 with %s, before anything opens', async (text, code, mend) => {
  const flags = text.split(/ (?=--)/)
  const { exitCode, stdout, stderr } = await runCli(['listen', '--port', '0', ...flags])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr).toMatch(new RegExp(`^error\\[${code}\\]: `))
  expect(stderr).toContain(mend)
  expect(stderr).not.toContain('listening')
})

async function startTwoRelays(): Promise<{ away: string; here: string }> {
  const { context } = createTestContext()
  const relay = await startRelay({ port: 0, clock: context.clock, random: context.random })
  onTestFinished(() => relay.close())
  return { away: `http://127.0.0.1:${await findClosedPort()}`, here: relay.url }
}

test.each(['flags', 'one flag', 'variable', 'variable with lines', 'file', 'text in a file'])(
  'several relays are taken from %s',
  async (source) => {
    const { away, here } = await startTwoRelays()
    const cwd = makeTempDir()
    const tunnelHost = source === 'file' ? [away, here] : `${away},${here}`
    if (source.includes('file')) {
      writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify({ tunnelHost }))
    }
    const flags: Record<string, string[]> = {
      flags: [`--tunnel-host=${away}`, `--tunnel-host=${here}`],
      'one flag': [`--tunnel-host=${away},${here}`],
    }
    const env: Record<string, string> = {
      variable: `${away},${here}`,
      'variable with lines': `${away}\n${here}`,
    }
    const argv = ['listen', '--port', '0', ...(flags[source] ?? [])]
    const cli = startCli(argv, { cwd, env: { HOOKSTEP_TUNNEL_HOST: env[source] } })
    await cli.stderr.until(/Ready/)
    expect(cli.stderr.text).toContain(`asking ${away}, then ${here}`)
  },
)

test.each([
  ['a typed URL goes before a kind in the file', { tunnel: 'simulated' }, true],
  ['a typed kind goes before a URL in the file', { publicUrl: 'http://b.invalid' }, false],
])('%s', async (_name, config, isUrlTyped) => {
  const cwd = makeTempDir()
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config))
  const typed = isUrlTyped ? ['--public-url=http://a.invalid'] : ['--tunnel=none']
  const flags = [...typed, '--tunnel-timeout=50ms']
  const cli = startCli(['listen', '--port', '0', ...flags], { cwd })
  await cli.stderr.until(/Ready/)
  expect(cli.stderr.text.includes('waiting for http://a.invalid')).toBe(isUrlTyped)
  expect(cli.stderr.text).not.toContain('b.invalid')
})

test('a kind and a URL that stand in the same file exclude each other', async () => {
  const cwd = makeTempDir()
  const config = { tunnel: 'none', publicUrl: 'http://b.invalid' }
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(config))
  expect(await runCli(['listen', '--port', '0'], { cwd })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('--tunnel none and --public-url exclude each other') as string,
  })
})
