import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openCommandTunnel } from '../../../src/tunnel/command/open-command.ts'
import type { CommandOptions } from '../../../src/tunnel/command/command-way.ts'
import { openTunnel } from '../../../src/tunnel/open-tunnel.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { askPublic, echo, fastClock, keep, startApp, tunnelRig, until } from '../rig.ts'
import { liveInGroup } from '../ways/processes.ts'

const FORWARDER = fileURLToPath(new URL('../ways/forwarder.js', import.meta.url))
const FORWARD = `${process.execPath} ${FORWARDER} {port} 0`

async function startRig(over: Partial<Parameters<typeof tunnelRig>[0]> = {}) {
  const app = await startApp(echo)
  const rig = tunnelRig({
    localPort: app.port,
    relayUrl: 'http://unused.invalid',
    openTimeoutMs: 300_000,
    ...over,
  })
  const open = async (command: CommandOptions) => openCommandTunnel({ ...rig.options, ...command })
  return { ...rig, open }
}

test('a program that ends is a CliError after the deadline, with its last lines', async () => {
  const { open } = await startRig({ openTimeoutMs: 4000 })
  const command = 'echo one; echo two >&2; echo; echo three; printf "\\033[31mno token"; exit 4'
  await expect(open({ command })).rejects.toMatchObject({
    code: 'TUNNEL_UNAVAILABLE',
    exitCode: 3,
    message: expect.stringMatching(
      /within 4 s: --tunnel-command: echo ended with exit code 4: .*three.* \| no token$/,
    ) as string,
  })
})

test('a program that prints no URL is a CliError after the deadline, with its last lines', async () => {
  const { open } = await startRig({ openTimeoutMs: 5000 })
  const command = 'echo waiting for login; exec sleep 60'
  await expect(open({ command })).rejects.toThrow(
    /within 5 s: --tunnel-command: echo printed no public URL: waiting for login$/,
  )
})

test.each([
  ['hookstep-no-such-program --port {port}', undefined],
  ['TOKEN=secret hookstep-no-such-program {port}', 'http://127.0.0.1:1'],
])('%j is a CliError at once that names the program', async (command, publicUrl) => {
  const { open } = await startRig()
  const error: unknown = await open({ command, ...(publicUrl && { publicUrl }) }).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({
    code: 'TUNNEL_COMMAND_FAILED',
    exitCode: 3,
    message: expect.stringMatching(
      /^hookstep-no-such-program ended with exit code 127: .*not found$/,
    ) as string,
  })
  expect(String(error)).not.toContain('secret')
})

test('a program is started again at most once in 5 s', async () => {
  const file = join(makeTempDir(), 'starts')
  const { open } = await startRig({ openTimeoutMs: 14_000 })
  await expect(open({ command: `echo x >> ${file}; exit 1` })).rejects.toThrow('exit code 1')
  // At 0 and 5 s; the third one would be at 15 s.
  expect(readFileSync(file, 'utf8')).toBe('x\nx\n')
})

test('a program that comes back with another URL is told of', async () => {
  const { open, log } = await startRig()
  const file = join(makeTempDir(), 'pid')
  const tunnel = await keep(open({ command: `echo $$ > ${file}; exec ${FORWARD}` }))
  const before = tunnel.publicUrl
  process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL')
  const down = await log.waitFor(({ state }) => state === 'down')
  expect(down).toMatchObject({ publicUrl: before })
  expect(down.detail).toMatch(/^echo was ended by SIGKILL: /)
  const { publicUrl, detail } = await log.waitFor(({ state }) => state === 'reopened')
  expect(publicUrl).not.toBe(before)
  expect(tunnel.publicUrl).toBe(publicUrl)
  expect(detail).toBe(
    `echo was started again: the public URL was ${before} and is now ${publicUrl}`,
  )
})

test('a program whose public URL does not answer is started again', async () => {
  const outcomes = [true, false, false]
  const probe = async () => ({ ok: outcomes.shift() ?? true, detail: 'HTTP 502' })
  const { open, log } = await startRig({ probe })
  await keep(open({ command: FORWARD }))
  await log.waitFor(({ state }) => state === 'reopened')
  expect(log.all.map(({ state, detail }) => [state, detail.replace(/:\d+/g, '')])).toMatchObject([
    ['opening', expect.stringMatching(/^starting .*node$/)],
    ['up', expect.stringContaining('a probe came through the public URL of ')],
    ['degraded', 'HTTP 502'],
    ['down', 'two probes in a row failed: HTTP 502'],
    ['reopened', expect.stringContaining('was started again')],
  ])
})

test('the whole process group ends, also who does not obey SIGTERM', async () => {
  const { open } = await startRig({ clock: fastClock(10) })
  const file = join(makeTempDir(), 'group')
  const deaf = `trap '' TERM; while :; do sleep 0.1; done`
  const tunnel = await open({
    command: `echo $$ > ${file}; sh -c "${deaf}" & ${FORWARD} & wait`,
  })
  const group = Number(readFileSync(file, 'utf8'))
  expect(liveInGroup(group).length).toBeGreaterThanOrEqual(3)
  await tunnel.close()
  await until(() => liveInGroup(group).length === 0)
})

/** What `ps` shows to everybody of a process, and what only its owner may read. */
function lineOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
}

test.skipIf(process.platform !== 'linux')(
  'the command stands on no command line of its shells, and in no variable of the program',
  async () => {
    const { open } = await startRig()
    const file = join(makeTempDir(), 'group')
    const told = `echo $$ > ${file}; env > ${file}.env`
    const tunnel = await open({ command: `${told}; HUNTER=hunter2; ${FORWARD}; wait` })
    const group = Number(readFileSync(file, 'utf8'))
    const lines = liveInGroup(group).map(lineOf)
    expect(lines.filter((line) => line.startsWith('sh ')).length).toBeGreaterThanOrEqual(2)
    expect(lines.filter((line) => line.includes('hunter2'))).toEqual([])
    expect(readFileSync(`${file}.env`, 'utf8')).not.toContain('hunter2')
    expect(readFileSync(`${file}.env`, 'utf8')).toContain(`PATH=${process.env['PATH']}`)
    await tunnel.close()
  },
)

test('a pattern finds the URL, and what a program writes without a line end is read too', async () => {
  const { options } = await startRig()
  const command = `printf 'API http://127.0.0.1:1 '; ${FORWARD} without-line-ends`
  const urlPattern = /\| +(http:\S+)/
  const tunnel = await keep(openTunnel({ kind: 'command', command, urlPattern }, options))
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
})
