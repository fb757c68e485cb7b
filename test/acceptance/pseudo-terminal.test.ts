import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { builtCopy } from '../helpers/built-copy.ts'
import { CTRL_C, CTRL_D, DOWN, ENTER, hasScript, open } from '../helpers/pseudo-terminal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** The real wizard and the real menu in a real pseudo-terminal, which `script` of util-linux opens. */

const BIN = builtCopy()

/** Cooked, echoing, and the cursor is to be seen again. */
function expectRestored({ settings, screen }: { settings: string; screen: string }): void {
  expect(settings).toMatch(/(?<![-\w])icanon\s/)
  expect(settings).toMatch(/(?<![-\w])isig\s/)
  expect(settings).toMatch(/(?<![-\w])echo\s/)
  expect(screen.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(
    screen.lastIndexOf('\u001b[?25l'),
  )
}

test.runIf(hasScript)('the wizard asks its questions and writes the file', async () => {
  const cwd = makeTempDir()
  const terminal = open('init', cwd)
  await terminal.until('URL of the endpoint under test:')
  terminal.type(`ftp://x${ENTER}`)
  await terminal.until('is not an http or https URL')
  // Ctrl+U empties the line.
  terminal.type(`\u0015http://127.0.0.1:3000/hook${ENTER}`)
  await terminal.until('Flow to send:')
  terminal.type(ENTER)
  await terminal.until('Authentication:')
  terminal.type(DOWN)
  await terminal.until('❯ a bearer token')
  terminal.type(ENTER)
  await terminal.until('Environment variable that holds the token')
  terminal.type(ENTER)
  await terminal.until('Custom header')
  terminal.type(`X-Api-Key: \${API_KEY}${ENTER}`)
  await terminal.until('✔')
  await terminal.until('Custom header')
  terminal.type(ENTER)
  await terminal.until('When a notification is rejected, retry:')
  terminal.type(DOWN)
  await terminal.until('❯ vendor')
  terminal.type(ENTER)
  await terminal.until('export HOOKSTEP_TOKEN=…')
  const result = await terminal.done
  expect(result.exitCode).toBe(0)
  expectRestored(result)
  const file = join(cwd, 'hookstep.config.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    url: 'http://127.0.0.1:3000/hook',
    flow: 'full',
    token: '${HOOKSTEP_TOKEN}',
    headers: { 'X-Api-Key': '${API_KEY}' },
    retry: 'vendor',
  })
})

test.runIf(hasScript).each([
  ['Ctrl+C', CTRL_C],
  ['Ctrl+D', CTRL_D],
])(
  '%s in the wizard ends with exit 130, writes nothing and restores the terminal',
  async (_, key) => {
    const cwd = makeTempDir()
    const terminal = open('init', cwd)
    await terminal.until('URL of the endpoint under test:')
    terminal.type(ENTER)
    await terminal.until('Flow to send:')
    terminal.type(ENTER)
    await terminal.until('Authentication:')
    terminal.type(key)
    const result = await terminal.done
    expect(result.exitCode).toBe(130)
    expect(result.screen).toContain('error[INTERRUPTED]')
    expectRestored(result)
    expect(existsSync(join(cwd, 'hookstep.config.json'))).toBe(false)
  },
)

test.runIf(hasScript)('the menu runs what is chosen, and asks for the URL first', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const terminal = open('', makeTempDir(), { HOOKSTEP_FLOW: 'id' })
  await terminal.until('What shall hookstep do?')
  await terminal.until('❯ demo')
  terminal.type(DOWN)
  await terminal.until('❯ listen')
  terminal.type(DOWN)
  await terminal.until('❯ send-sequence')
  terminal.type(ENTER)
  await terminal.until('URL of the endpoint:')
  terminal.type(`${url}${ENTER}`)
  await terminal.until('notifications acknowledged')
  const result = await terminal.done
  expect(result.exitCode).toBe(0)
  expectRestored(result)
  expect(received.length).toBeGreaterThan(0)
})

test.runIf(hasScript)('a service that the menu started is ended by Ctrl+C, exit 0', async () => {
  const env = { HOOKSTEP_PORT: '0', HOOKSTEP_TUNNEL: 'none' }
  const terminal = open('', makeTempDir(), env)
  await terminal.until('❯ demo')
  terminal.type(DOWN)
  await terminal.until('❯ listen')
  terminal.type(ENTER)
  await terminal.until('http://127.0.0.1:')
  terminal.type(CTRL_C)
  const result = await terminal.done
  expect(result.exitCode).toBe(0)
  expectRestored(result)
})

test.runIf(hasScript)(
  'Ctrl+C in the menu ends with exit 130 and restores the terminal',
  async () => {
    const terminal = open('', makeTempDir())
    await terminal.until('❯ demo')
    terminal.type(CTRL_C)
    const result = await terminal.done
    expect(result.exitCode).toBe(130)
    expectRestored(result)
  },
)

test.runIf(hasScript).each([
  ['CI', { CI: 'true' }],
  ['a dumb terminal', { TERM: 'dumb' }],
])('in %s the menu is the help, and the wizard ends at once with exit 2', async (_, env) => {
  const help = await open('', makeTempDir(), env).done
  expect(help.exitCode).toBe(0)
  expect(help.screen).toContain('Usage: hookstep')
  const wizard = await open('init', makeTempDir(), env).done
  expect(wizard.exitCode).toBe(2)
  expect(wizard.screen).toContain('error[NO_TERMINAL]')
})

test('without a terminal neither menu nor wizard waits, though standard input stays open', async () => {
  for (const [args, code] of [
    [[], 0],
    [['init'], 2],
  ] as const) {
    const child = spawn(process.execPath, [BIN, ...args], { cwd: makeTempDir() })
    onTestFinished(() => void child.kill('SIGKILL'))
    expect((await once(child, 'exit'))[0]).toBe(code)
  }
})

test.runIf(hasScript)('Ctrl+C in the editor of send --edit is a key of the editor', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const cwd = makeTempDir()
  const lines = [
    "trap 'echo the key arrived' INT",
    'echo the editor is open',
    // The first line is broken off by the key.
    'read line || read line',
    'echo "{\\"line\\":\\"$line\\"}" > "$1"',
  ]
  writeFileSync(join(cwd, 'editor.sh'), lines.join('\n'))
  const tmp = makeTempDir()
  const terminal = open(`send X ${url} --edit --data editor.sh`, cwd, {
    EDITOR: 'sh editor.sh',
    TMPDIR: tmp,
  })
  await terminal.until('the editor is open')
  terminal.type(CTRL_C)
  await terminal.until('the key arrived')
  terminal.type(`done${ENTER}`)
  const result = await terminal.done
  expect(result.exitCode).toBe(0)
  expectRestored(result)
  expect(received.map(({ body }) => body.toString())).toEqual(['{"line":"done"}'])
  expect(readdirSync(tmp)).toEqual([])
})

/** Tells when standard input is opened, which nothing on the screen does. */
const TELL_OF_STDIN = `
const own = Object.getOwnPropertyDescriptor(process, 'stdin')
const get = () => {
  Object.defineProperty(process, 'stdin', own)
  setImmediate(() => process.stderr.write('standard input is open'))
  return process.stdin
}
Object.defineProperty(process, 'stdin', { get, configurable: true })`

test.runIf(hasScript)('Ctrl+C while the body is typed ends at once, nothing is sent', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const cwd = makeTempDir()
  writeFileSync(join(cwd, 'tell.cjs'), TELL_OF_STDIN)
  const terminal = open(`send X ${url} --data -`, cwd, { NODE_OPTIONS: '--require ./tell.cjs' })
  await terminal.until('standard input is open')
  const before = performance.now()
  terminal.type(CTRL_C)
  const result = await terminal.done
  expect(result.exitCode).toBe(130)
  // The forced exit would come after 5 s.
  expect(performance.now() - before).toBeLessThan(4000)
  expect(received).toHaveLength(0)
  expectRestored(result)
})
