import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { startCli, type RunningCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import type { TestContextOptions } from '../helpers/test-context.ts'

/** `listen --output interactive`, in a terminal of memory. */

const GOOD = '{"interviewId":"664283755e0f8e1b87fcc2ce","onboardingStatus":"EXPIRED"}'

async function post(url: string, body = GOOD): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer a-secret-of-theirs' }
  await fetch(url, { method: 'POST', body, headers })
}

async function open(
  flags: readonly string[] = [],
  options: TestContextOptions = {},
): Promise<{ cli: RunningCli; url: string }> {
  const cli = startCli(['listen', '-p', '0', '--tunnel', 'none', '--no-color', ...flags], {
    columns: 100,
    rows: 30,
    ...options,
  })
  const [, url = ''] = await cli.stdout.until(/local +(http:[^\s\u001b]+)/)
  return { cli, url }
}

/** Resolves when a frame painted from now on shows it. */
async function untilShown(cli: RunningCli, pattern: RegExp): Promise<RegExpMatchArray> {
  const from = cli.stdout.text.length
  for (;;) {
    const match = pattern.exec(cli.stdout.text.slice(from))
    if (match) return match
    await new Promise((resolve) => cli.stdout.once('write', resolve))
  }
}

test('the screen is taken from Ready to the end, then the summary is printed, exit 0', async () => {
  const { cli, url } = await open()
  expect(cli.terminal.isOpen).toBe(true)
  const shown = untilShown(cli, /❯ .*EXPIRED.*1 received/s)
  await post(url)
  await shown
  cli.terminal.press('q')
  const { exitCode, stdout } = await cli.done
  expect(exitCode).toBe(0)
  expect(cli.terminal.isOpen).toBe(false)
  expect(stdout).toMatch(/\n1 request received in 1 session, 0 refused\n$/)
})

test('return shows everything about the selected request, without its secrets', async () => {
  const { cli, url } = await open()
  const shown = untilShown(cli, /1 received/)
  await post(url)
  await shown
  const details = untilShown(cli, /authorization: (\S+)/i)
  cli.terminal.press('return')
  expect((await details)[1]).toMatch(/^sha256:[0-9a-f]{8}$/)
  expect(cli.stdout.text).not.toContain('a-secret-of-theirs')
})

test('c hands the curl command to the clipboard, with variables for the secrets', async () => {
  const { cli, url } = await open()
  const shown = untilShown(cli, /1 received/)
  await post(url)
  await shown
  const copied = untilShown(cli, /\u001b\]52;c;([\w+/=]+)\u0007/)
  cli.terminal.press('c')
  const command = Buffer.from((await copied)[1] ?? '', 'base64').toString()
  expect(command).toContain(`curl --request POST '${url}'`)
  expect(command).toContain('"authorization: $HOOKSTEP_HEADER_AUTHORIZATION"')
  await untilShown(cli, /sent to the clipboard/)
})

test('r sends the selected request to the app again, with the bytes and headers that came', async () => {
  const app = await startFixedEndpoint(500)
  const { cli, url } = await open(['--forward-to', app.url])
  const shown = untilShown(cli, /→ 500 WRONG_STATUS.*1 rejected by the app/s)
  await post(url)
  await shown
  const again = untilShown(cli, /#1 again: → 500 WRONG_STATUS.*2 rejected by the app/s)
  cli.terminal.press('r')
  await again
  expect(app.received.map(({ body }) => body.toString())).toEqual([GOOD, GOOD])
  expect(app.received[1]?.headers['authorization']).toBe('Bearer a-secret-of-theirs')
})

test('without an app, or on a refused request, r says what to do', async () => {
  const { cli, url } = await open()
  const shown = untilShown(cli, /1 received/)
  await post(url)
  await shown
  const told = untilShown(cli, /no app to send it to: --forward-to names one/)
  cli.terminal.press('r')
  await told
})

test('the page of a request names the URL that the app was asked at, and served nothing', async () => {
  const app = await startFixedEndpoint(404)
  const { cli, url } = await open(['--forward-to', `${app.port}`], { rows: 50 })
  const shown = untilShown(cli, /404 WRONG_STATUS/)
  await post(url)
  await shown
  const details = untilShown(cli, /404 is neither 204 nor 200: nothing is served at (\S+); check/)
  cli.terminal.press('return')
  expect((await details)[1]).toBe(`http://127.0.0.1:${app.port}/`)
})

test('o opens the folder of the journal, and says so when that fails', async () => {
  const opened: string[] = []
  const openPath = async (path: string): Promise<void> => {
    opened.push(path)
    if (opened.length > 1) throw new Error('no program\u001b[2J for it')
  }
  const { cli } = await open([], { openPath })
  const good = untilShown(cli, /the folder of the journal is opened/)
  cli.terminal.press('o')
  await good
  const bad = untilShown(cli, /it cannot be opened \(no program\\x1b\[2J for it\): \//)
  cli.terminal.press('o')
  await bad
  expect(opened[0]).toMatch(/\/hookstep$/)
  const without = await open(['--no-journal'])
  const told = untilShown(without.cli, /nothing is kept: --no-journal/)
  without.cli.terminal.press('o')
  await told
})

test('the view counts what --events hides', async () => {
  const { cli, url } = await open(['--events', 'ONBOARDING_FINISHED'])
  const shown = untilShown(cli, /waiting for the first notification[^]*1 received/)
  await post(url)
  await shown
})

test('the terminal is given back also where the end goes wrong', async () => {
  const folder = makeTempDir()
  const { cli } = await open(['--ready-file', join(folder, 'ready.json')])
  rmSync(join(folder, 'ready.json'))
  mkdirSync(join(folder, 'ready.json', 'in-the-way'), { recursive: true })
  cli.terminal.press('q')
  const { exitCode, stderr } = await cli.done
  expect(exitCode).toBe(3)
  expect(stderr).toContain('error[READY_FILE]')
  expect(cli.terminal.isOpen).toBe(false)
})

test('a body of 1 MiB is copied, shown and answered for in no time', async () => {
  const { cli, url } = await open()
  const shown = untilShown(cli, /1 received/)
  await post(url, GOOD.replace('}', `,"x":"${'y z '.repeat(250_000)}"}`))
  await shown
  for (const [key, text] of [
    ['c', /too long for the clipboard: hookstep journal show 1 --curl/],
    ['escape', /❯ .*EXPIRED/],
    ['return', /POST \/webhook HTTP/],
  ] as const) {
    const next = untilShown(cli, text)
    cli.terminal.press(key)
    await next
  }
})

test('a terminal that takes nothing gets the newest frame when it does again, and no request waits (L13)', async () => {
  const { cli, url } = await open()
  cli.stdout.pause()
  const from = cli.stdout.text.length
  for (let count = 0; count < 100; count += 1) await post(url)
  const frames = cli.stdout.text.slice(from).split('received').length - 1
  expect(frames).toBeLessThanOrEqual(1)
  const shown = untilShown(cli, /100 received/)
  cli.stdout.resume()
  await shown
})

test('what a window has grown or shrunk to is the next frame', async () => {
  const { cli, url } = await open()
  const shown = untilShown(cli, /1 received/)
  await post(url)
  await shown
  const low = untilShown(cli, /EXPIRED[^\u001b]*\n/)
  cli.terminal.resize(5)
  await low
  expect(cli.stdout.text.split('\u001b[1;1H').at(-1)?.split('\n')).toHaveLength(5)
})

test.each([
  [['--output', 'compact'], { columns: 100, rows: 30 }, ''],
  [['--output', 'interactive'], { columns: 100 }, 'note: there is no terminal for --output'],
  [[], {}, ''],
] as const)('listen %j prints lines in %j', async (flags, options, told) => {
  const cli = startCli(['listen', '-p', '0', '--tunnel', 'none', '--no-color', ...flags], options)
  const [, url = ''] = await cli.stderr.until(/local +(http:\S+)/)
  await post(url)
  await cli.stdout.until(/^\d\d:\d\d:\d\d {2}EXPIRED/m)
  expect(cli.terminal.isOpen).toBe(false)
  expect(cli.stderr.text).toContain(told)
})
