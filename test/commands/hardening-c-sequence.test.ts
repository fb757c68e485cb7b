import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import type { TestContextOptions } from '../helpers/test-context.ts'
import { writeRecords } from '../journal/rig.ts'

/**
 * Row C6 of hardening.md. A sequence stands in a flow file, in `--statuses`, or in a journal: of a damaged
 * journal the good lines are sent, as J2 has it, so that a bad row 500 is no error there.
 */

const MILLION = 1_000_000
const GOOD = Array.from({ length: 600 }, () => 'EXPIRED')
const withRow500 = (row: unknown): unknown[] => GOOD.with(499, row as string)
const session = (statuses: unknown): object => ({ label: 'l', statuses })
const flow = (sessions: unknown): string =>
  JSON.stringify({ name: 'mine', description: 'd', abnormal: 'a test', sessions })

/** Exit 2 before anything is sent, and what is wrong is named. */
async function expectRefused(
  argv: readonly string[],
  problem: string,
  options: TestContextOptions = {},
): Promise<void> {
  const { url, received } = await startFixedEndpoint(204)
  const words = argv.map((word) => (word === 'URL' ? url : word))
  const { exitCode, stdout, stderr } = await runCli(words, options)
  expect({ exitCode, stdout, sent: received.length }).toEqual({ exitCode: 2, stdout: '', sent: 0 })
  expect(stderr).toContain(problem)
  expect(stderr.length).toBeLessThan(1000)
}

test.each([
  ['an empty file', '', ': not JSON'],
  ['an empty object', '{}', ': /name: this field is missing'],
  ['no sessions', flow([]), ': /sessions: expected a list with at least one entry, found []'],
  ['no statuses', flow([session([])]), ': /sessions/0/statuses: expected a list with at least one'],
  [
    'a row 500 of no known status',
    flow([session(withRow500('NOPE'))]),
    ': /sessions/0/statuses/499: expected a status with a fixture, found "NOPE"',
  ],
  [
    'a row 500 that is no text',
    flow([session(withRow500(7))]),
    ': /sessions/0/statuses/499: expected a string, found 7',
  ],
  [
    'a row 500 that is empty',
    flow([session(withRow500(''))]),
    ': /sessions/0/statuses/499: expected a non-empty string, found ""',
  ],
  [
    'a session 500 that is none',
    flow(GOOD.map((_, index) => (index === 499 ? {} : session(['EXPIRED'])))),
    ': /sessions/499/label: this field is missing',
  ],
])('C6: a flow file with %s is refused, and the row named', async (_, text, problem) => {
  const dir = makeTempDir()
  mkdirSync(join(dir, 'flows'))
  const file = join(dir, 'flows', 'mine.json')
  writeFileSync(file, text)
  const argv = ['send-sequence', 'URL', '--flow', 'mine', '--fixtures', dir]
  await expectRefused(argv, `error[FIXTURE_INVALID]: ${file}${problem}`)
})

test('C6: a notification that is broken at row 500 is refused', async () => {
  const dir = makeTempDir()
  for (const kind of ['flows', 'notifications']) mkdirSync(join(dir, kind))
  const file = join(dir, 'notifications', 'BROKEN.json')
  writeFileSync(file, '{"interviewId":"{{interviewId}}","onboardingStatus":7}')
  writeFileSync(join(dir, 'flows', 'mine.json'), flow([session(withRow500('BROKEN'))]))
  const argv = ['send-sequence', 'URL', '--flow', 'mine', '--fixtures', dir]
  const problem = `${file}: /onboardingStatus: expected a non-empty string, found 7`
  await expectRefused(argv, `error[FIXTURE_INVALID]: ${problem}`)
})

const TOO_LARGE = 'error[USAGE]: one run sends 20000 notifications at most, and here are '

test.each([
  ['one session', () => flow([session(Array.from({ length: MILLION }, () => 'EXPIRED'))])],
  ['sessions', () => flow(Array.from({ length: MILLION }, () => session(['EXPIRED'])))],
])('C6: a flow file of a million rows in %s is refused', async (_, text) => {
  const dir = makeTempDir()
  mkdirSync(join(dir, 'flows'))
  writeFileSync(join(dir, 'flows', 'mine.json'), text())
  const argv = ['send-sequence', 'URL', '--flow', 'mine', '--fixtures', dir]
  await expectRefused(argv, `${TOO_LARGE}${MILLION}`)
})

test('C6: --statuses and its variable refuse the empty, the bad and the endless list', async () => {
  const endless = 'EXPIRED,'.repeat(MILLION)
  const bad = withRow500('NOPE').join(',')
  for (const [text, problem] of [
    [' ,', 'the list is empty'],
    [bad, 'error[UNKNOWN_STATUS]: there is no status "NOPE"'],
    [endless, `${TOO_LARGE}${MILLION}`],
  ] as const) {
    await expectRefused(['send-sequence', 'URL', `--statuses=${text}`], problem)
    const env = { HOOKSTEP_STATUSES: text }
    await expectRefused(['send-sequence', 'URL'], problem, { env })
  }
})

test('C6: several flows that are too long together are refused', async () => {
  const names = Array.from({ length: 1200 }, () => 'full')
  await expectRefused(['send-sequence', 'URL', '--flow', names.join(',')], `${TOO_LARGE}21600`)
})

test('C6: a journal that is empty, or longer than one replay takes, is refused', async () => {
  await expectRefused(['replay', writeRecords(0), 'URL'], 'error[NOTHING_TO_REPLAY]: ')
  const problem = 'error[REPLAY_TOO_LARGE]: one replay takes 20000 notifications'
  await expectRefused(['replay', writeRecords(20_001), 'URL'], problem)
})
