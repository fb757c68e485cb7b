import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ENGINES, isAllowed } from '../../../src/commands/doctor/release-lines.ts'
import { startFixedEndpoint } from '../../helpers/endpoint.ts'
import { runCli } from '../../helpers/run-cli.ts'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { clockAt, examine, folderWith, NOVEMBER } from './rig.ts'

const words = (text: string) => expect.stringContaining(text) as string

test.each([
  ['24.11.0', '2026-11-25', 'pass', '24.11.0, supported until 2028-04-30', null],
  ['20.20.2', '2026-04-30', 'pass', 'supported until 2026-04-30', null],
  ['20.20.2', '2026-05-01', 'warn', 'its support ended on 2026-04-30', 'install Node.js 26'],
  ['23.1.0', '2026-11-25', 'warn', 'its support ended on 2025-06-01', 'install Node.js 26'],
  ['31.0.0', '2026-11-25', 'warn', 'does not know', 'hookstep@latest'],
  ['20.18.0', '2026-11-25', 'fail', 'needs ^20.18.1 || >=22.2', 'install Node.js 26'],
  ['22.1.9', '2026-11-25', 'fail', 'needs ^20.18.1 || >=22.2', 'install Node.js 26'],
])('node: %s on %s is %s', async (nodeVersion, day, result, message, advice) => {
  const clock = clockAt(() => new Date(`${day}T12:00:00Z`))
  const { find, exitCode } = await examine([], { machine: { nodeVersion }, clock })
  expect(find('node')).toMatchObject({
    result,
    severity: 'required',
    message: words(message),
    advice: advice === null ? null : words(advice),
    evidence: { version: nodeVersion },
  })
  expect(exitCode).toBe(result === 'fail' ? 3 : 0)
})

test('the versions that doctor allows are those of package.json', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    engines: { node: string }
  }
  expect(ENGINES).toBe(engines.node)
  const allowed = ['20.18.1', '20.19.0', '20.99.1', '22.2.0', '22.10.0', '23.0.0', '100.0.0']
  const refused = ['18.20.0', '20.9.0', '20.17.9', '20.18.0', '21.7.0', '22.1.0', '2.0.0', 'x']
  expect(allowed.filter(isAllowed)).toEqual(allowed)
  expect(refused.filter(isAllowed)).toEqual([])
})

const SCREEN = { columns: 80, rows: 24 }
test.each([
  ['a pipe', {}, 'pass', 'none: plain lines'],
  ['a terminal', { ...SCREEN, env: { LANG: 'de_DE.UTF-8' } }, 'pass', '80 × 24, colour, unicode'],
  ['no colour', { ...SCREEN, env: { LANG: 'C.utf8', NO_COLOR: '1' } }, 'pass', 'no colour'],
  ['no keys', { columns: 80, env: { LANG: 'C.utf8' } }, 'pass', 'no keys'],
  ['a dumb one', { ...SCREEN, env: { TERM: 'dumb', LANG: 'C.utf8' } }, 'warn', 'TERM=dumb'],
  ['no locale', SCREEN, 'warn', 'the locale is not set'],
  [
    'the wrong locale',
    { ...SCREEN, env: { LC_ALL: 'C', LANG: 'C.utf8' } },
    'warn',
    'the locale is C,',
  ],
  ['no locale on Windows', { ...SCREEN, machine: { platform: 'win32' } }, 'pass', 'unicode'],
  ['a narrow one', { rows: 9, columns: 30, env: { LANG: 'C.utf8' } }, 'warn', '30 columns'],
])('terminal: %s', async (_, options, result, message) => {
  const { find, exitCode } = await examine([], options)
  expect(find('terminal')).toMatchObject({ result, message: words(message) })
  expect(exitCode).toBe(0)
})

test.each([
  [
    'a good one',
    { port: 0, url: 'http://127.0.0.1:1/', timeout: '3s' },
    'pass',
    'config.json',
    null,
  ],
  ['an unknown key', { prot: 1 }, 'fail', '/prot: this key is not known', 'did you mean port?'],
  ['no JSON', '{', 'fail', 'not JSON at line 1', 'correct it in'],
  ['the value of a flag of send', { timeout: 'soon' }, 'fail', '/timeout: expected a', '500ms'],
  ['the value of a flag of doctor', { tunnelHost: 'x' }, 'fail', '/tunnelHost: "x"', 'http'],
  ['a variable that is not set', { token: '${NOPE}' }, 'fail', 'NOPE is not set', 'export NOPE='],
  ['two mistakes', { timeout: 'soon', tunnelHost: 'x' }, 'fail', '(and 1 more)', 'http'],
])('configuration: %s', async (_, config, result, message, advice) => {
  const { find } = await examine([], { cwd: folderWith(config) })
  expect(find('configuration')).toMatchObject({
    result,
    message: words(message),
    advice: advice === null ? null : words(advice),
  })
})

test('configuration: no file is fine, and a missing one that was asked for is not', async () => {
  expect((await examine()).find('configuration')).toMatchObject({
    result: 'pass',
    message: 'no file: every flag has its default',
  })
  const { find, exitCode } = await examine(['--config', 'missing.json'])
  expect(find('configuration')).toMatchObject({ result: 'fail', advice: 'hookstep init' })
  expect(exitCode).toBe(3)
  const profile = await examine(['--profile', 'ci'], { cwd: folderWith({}) })
  expect(profile.find('configuration')?.message).toContain('has no profile "ci"')
})

test('configuration: a secret that everybody can read is a warning, with the mend', async () => {
  const cwd = folderWith({ token: 'canary-0001-secret' }, 0o644)
  const { find, exitCode, stderr } = await examine([], { cwd })
  expect(find('configuration')).toMatchObject({
    result: 'warn',
    message: words('/token is a secret'),
    advice: words('chmod 600'),
  })
  expect(JSON.stringify(find('configuration'))).not.toContain('canary')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('configuration: a variable of another command counts; one of doctor is wrong usage', async () => {
  const { find, exitCode } = await examine([], { env: { HOOKSTEP_TIMEOUT: 'soon' } })
  expect(find('configuration')).toMatchObject({
    result: 'fail',
    message: words('HOOKSTEP_TIMEOUT'),
  })
  expect(exitCode).toBe(3)
  expect((await examine([], { env: { HOOKSTEP_PORT: 'soon' } })).exitCode).toBe(2)
})

test('configuration: a broken one keeps nobody from the other checks, nor from HOOKSTEP_URL', async () => {
  const { url } = await startFixedEndpoint(204)
  const { find } = await examine([], { cwd: folderWith('{'), env: { HOOKSTEP_URL: url } })
  expect(find('connection')).toMatchObject({ result: 'pass' })
  expect(find('port')).toMatchObject({ result: 'pass' })
})

test('state-folder: there, or made later, and left as it was', async () => {
  const state = makeTempDir()
  const folder = join(state, 'hookstep')
  const later = await examine([], { env: { XDG_STATE_HOME: state } })
  expect(later.find('state-folder')).toMatchObject({
    result: 'pass',
    message: `${folder}, made at the first listen, 50.0 GiB free`,
  })
  expect(readdirSync(state)).toEqual([])
  mkdirSync(folder)
  const there = await examine([], { env: { XDG_STATE_HOME: state } })
  expect(there.find('state-folder')?.message).toBe(`${folder}, 50.0 GiB free`)
  expect(readdirSync(folder)).toEqual([])
})

test('state-folder: a file in its place is a fail, exit 3', async () => {
  const state = makeTempDir()
  writeFileSync(join(state, 'hookstep'), '')
  const { find, exitCode } = await examine([], { env: { XDG_STATE_HOME: state } })
  expect(find('state-folder')).toMatchObject({
    result: 'fail',
    message: words('cannot be written: ENOTDIR'),
    advice: words('XDG_STATE_HOME'),
  })
  expect(exitCode).toBe(3)
})

test('state-folder: little room is a warning', async () => {
  const machine = { freeBytes: async () => 100 * 1024 * 1024 - 1 }
  expect((await examine([], { machine })).find('state-folder')).toMatchObject({
    result: 'warn',
    message: words('only 100.0 MiB free'),
    advice: words('make room'),
  })
})

test('state-folder: the journal of flag or configuration is what counts', async () => {
  const cwd = folderWith({ journal: 'runs/a.ndjson' })
  const { find } = await examine([], { cwd })
  const folder = join(cwd, 'runs')
  expect(find('state-folder')).toMatchObject({ result: 'fail', advice: `mkdir -p ${folder}` })
  expect((await examine(['--no-journal'], { cwd })).find('state-folder')).toMatchObject({
    result: 'skipped',
  })
})

test('port: free, any, or in use; the configuration names it too', async () => {
  expect((await examine(['--port', '0'])).find('port')?.message).toBe('0: listen takes a free one')
  const { port } = await startFixedEndpoint(204)
  const { find, exitCode } = await examine(['--port', String(port)])
  expect(find('port')).toMatchObject({
    result: 'fail',
    message: `${port} is in use`,
    advice: words(`lsof -i :${port}`),
  })
  expect(exitCode).toBe(3)
  const { stdout } = await runCli(['doctor', '--tunnel', 'none'], {
    cwd: folderWith({ port }),
    clock: NOVEMBER,
    machine: { platform: 'win32' },
  })
  expect(stdout).toMatch(new RegExp(`fail +Port +${port} is in use\n +try: .*netstat`))
})
