import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connect } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { findClosedPort, startFixedEndpoint } from '../helpers/endpoint.ts'
import { action, actionText, runAction, type ActionRun } from './run-action.ts'

const hookstep = builtCopy()
const EXPRESS = `exec node ${resolve('examples/express/server.js')}`
const ONE_RULE = '--only=ACK-FINISHED'

async function run(
  inputs: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv = {},
): Promise<ActionRun> {
  return runAction(inputs, { hookstep, env })
}

/** True where somebody listens. */
async function isOpen(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

test('no expression is part of a script, so that no input can become a command', () => {
  for (const { run: script, shell } of action.runs.steps) {
    expect(shell).toBe('bash')
    expect(script).not.toContain('${{')
    expect(script).not.toMatch(/\beval\b/)
  }
})

test('every input is used, and told in a sentence; only the URL has no default', () => {
  for (const [name, { description, default: value }] of Object.entries(action.inputs)) {
    expect(actionText).toContain(`inputs.${name}`)
    expect(description).toMatch(/^[A-Z].*\.$/)
    expect([name, value === undefined]).toEqual([name, name === 'url'])
  }
})

test('the action runs the version that it comes with', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  expect(action.inputs['version']?.default).toBe(version)
})

test('the script is sound bash', () => {
  for (const { run: script } of action.runs.steps) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  }
})

test('an app is started, checked and ended, and the summary tells of it', async () => {
  const port = await findClosedPort()
  const url = `http://127.0.0.1:${port}/webhook`
  const ran = await run(
    { url, start: EXPRESS, args: ONE_RULE, report: 'junit,json' },
    { PORT: `${port}` },
  )
  expect(ran.output).not.toContain('::error')
  expect(ran.exitCode).toBe(0)
  expect(ran.summary).toContain('## hookstep check: passed')
  expect(ran.npx).toEqual([
    '--yes',
    `hookstep@${action.inputs['version']?.default}`,
    'check',
    '--fail-on=required',
    '--report-dir=reports',
    '--report=markdown,junit,json',
    ONE_RULE,
    '--',
    url,
  ])
  const reports = ['hookstep-junit.xml', 'hookstep.json', 'hookstep.md']
  expect(readdirSync(join(ran.dir, 'reports')).toSorted()).toEqual(reports)
  expect(await isOpen(port)).toBe(false)
})

test('an endpoint that fails fails the job, and the summary has the mend', async () => {
  const { url } = await startFixedEndpoint(500)
  const ran = await run({ url, args: '--only=ACK-HTTP-STATUS' })
  expect(ran.exitCode).toBe(1)
  expect(ran.summary).toContain('## hookstep check: failed')
  expect(ran.summary).toContain('**ACK-HTTP-STATUS**')
})

test('what the app printed is shown when the check fails', async () => {
  const port = await findClosedPort()
  const start = `echo hello from the app; exec node -e 'require("http").createServer((q, s) => s.writeHead(500).end()).listen(${port}, "127.0.0.1")'`
  const ran = await run({ url: `http://127.0.0.1:${port}/`, start, args: '--only=ACK-HTTP-STATUS' })
  expect(ran.exitCode).toBe(1)
  expect(ran.output).toContain('::group::What the app printed\nhello from the app\n::endgroup::')
})

test('a token reaches hookstep, and is no part of its command line or of the environment of the app', async () => {
  const port = await findClosedPort()
  const ran = await run(
    {
      url: `http://127.0.0.1:${port}/webhook`,
      start: `env | grep -c the-token-of-the-action; ${EXPRESS}`,
      token: 'the-token-of-the-action',
      args: '--only=AUTH-TOKEN,AUTH-NONE\n\n--severity=required\n--rate=5000',
    },
    { PORT: `${port}`, WEBHOOK_TOKEN: 'another' },
  )
  expect(ran.npx?.slice(-5, -2)).toEqual([
    '--only=AUTH-TOKEN,AUTH-NONE',
    '--severity=required',
    '--rate=5000',
  ])
  expect(ran.npx?.join(' ')).not.toContain('the-token-of-the-action')
  expect(ran.exitCode).toBe(1)
  expect(ran.summary).toContain('AUTH-TOKEN')
  expect(ran.output).toContain('::group::What the app printed\n0\n')
})

test('an app that ends at once is told with what it printed', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}/`
  const ran = await run({ url, start: 'echo no database; exit 3' })
  expect(ran.exitCode).toBe(1)
  expect(ran.output).toContain('no database\n::endgroup::')
  expect(ran.output).toContain(
    '::error title=hookstep check::the app ended before its port was open',
  )
  expect(ran.npx).toBeNull()
})

test('an app that never listens is waited for as long as it was said, and ended with what it started', async () => {
  const [quiet, other] = [await findClosedPort(), await findClosedPort()]
  const listen = `node -e 'require("net").createServer().listen(${other}, "127.0.0.1")'`
  const url = `http://127.0.0.1:${quiet}/webhook`
  const ran = await run({ url, start: `${listen} & wait`, 'wait-seconds': '1' })
  expect(ran.exitCode).toBe(1)
  expect(ran.output).toContain(`nobody listened at ${url} within 1 s`)
  expect(ran.npx).toBeNull()
  expect(await isOpen(other)).toBe(false)
})

test('a port is waited for that is not the one of the endpoint', async () => {
  const [port, { url }] = [await findClosedPort(), await startFixedEndpoint(204)]
  const inputs = { url, start: EXPRESS, args: ONE_RULE, 'wait-for': `http://127.0.0.1:${port}` }
  const ran = await run(inputs, { PORT: `${port}` })
  expect([ran.exitCode, await isOpen(port)]).toEqual([0, false])
})

test('a port that is taken is not taken for the app', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const ran = await run({ url, start: EXPRESS })
  expect(ran.exitCode).toBe(1)
  expect(ran.output).toContain(`something listens at ${url} already`)
  expect(received).toHaveLength(0)
})

test.each([
  '$(touch pwned)',
  '`touch pwned`',
  '"; touch pwned; "',
  "'; touch pwned; '",
  '--x\ntouch pwned',
])('an input is never run: %j', async (hostile) => {
  const { url } = await startFixedEndpoint(204)
  const names = ['fail-on', 'args', 'report', 'report-dir', 'version', 'token']
  const ran = await run({ url, ...Object.fromEntries(names.map((name) => [name, hostile])) })
  expect([ran.npx?.length, existsSync(join(ran.dir, 'pwned'))]).toEqual([
    8 + hostile.split('\n').length,
    false,
  ])
  for (const name of ['url', 'wait-for', 'wait-seconds']) {
    const ran = await run({ url, [name]: hostile })
    expect([name, ran.exitCode, existsSync(join(ran.dir, 'pwned'))]).toEqual([name, 1, false])
  }
})

test('a URL that looks like a flag is no flag', async () => {
  const { url } = await startFixedEndpoint(204)
  const ran = await run({ url: '--list', 'wait-for': url })
  expect(ran.exitCode).not.toBe(0)
})
