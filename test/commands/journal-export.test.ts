import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { harProblems } from '../helpers/har-problems.ts'
import {
  arrival,
  AT,
  EVENTFUL,
  forwardOf,
  journalOf,
  OTHER,
  SESSION,
} from '../helpers/recorded-requests.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

test('ndjson is an object for each request with its forward and what was answered', async () => {
  const path = await journalOf(EVENTFUL)
  const { exitCode, stdout, stderr } = await runCli(['journal', 'export', path])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const records = jsonLines(stdout)
  expect(records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  expect(records[0]).toEqual({
    type: 'request',
    seq: 1,
    receivedAt: '2026-01-02T03:04:05.001Z',
    method: 'POST',
    path: '/webhook',
    sizeBytes: 86,
    verdict: 'notification',
    reason: null,
    detail: null,
    interviewId: SESSION,
    externalCustomerId: null,
    onboardingStatus: 'ID_VALIDATION_FINISHED',
    warnings: [],
    flags: [],
    httpStatus: 200,
    delivered: true,
    forward: forwardOf(200),
    httpVersion: '1.1',
    headers: [
      ['Host', '127.0.0.1'],
      ['Content-Type', 'application/json'],
    ],
    body: `{"interviewId":"${SESSION}","onboardingStatus":"ID_VALIDATION_FINISHED"}`,
    bodyBase64: null,
    findings: [],
  })
})

test.each([
  [
    ['--session', OTHER],
    [2, 5],
  ],
  [
    ['--status', 'ID_VALIDATION_FINISHED,ONBOARDING_FINISHED'],
    [1, 3],
  ],
])('an export with %j holds the requests %j only', async (flags, seqs) => {
  const path = await journalOf([...EVENTFUL, { type: 'reply', seq: 77, at: AT, httpStatus: null }])
  const { stdout } = await runCli(['journal', 'export', path, ...flags])
  expect(jsonLines(stdout).map(({ seq }) => seq)).toEqual(seqs)
  const har = await runCli(['journal', 'export', path, '--format', 'har', ...flags])
  const { log } = JSON.parse(har.stdout) as { log: { entries: { _seq: number }[] } }
  expect(log.entries.map(({ _seq }) => _seq)).toEqual(seqs)
})

test('what was told of a request that is not there is in the ndjson, and in no HAR', async () => {
  const path = await journalOf([{ type: 'forward', seq: 9, at: AT, ...forwardOf(200) }])
  expect(jsonLines((await runCli(['journal', 'export', path])).stdout)).toEqual([
    { type: 'forward', seq: 9, at: AT.toISOString(), ...forwardOf(200) },
  ])
  const har = await runCli(['journal', 'export', path, '--format', 'har'])
  expect(har.stdout).toContain('"entries":[\n]')
})

test('har is written to a file for its owner only, in a folder that is made, and is valid', async () => {
  const path = await journalOf(EVENTFUL)
  const cwd = makeTempDir()
  const out = 'a/b/requests.har'
  const result = await runCli(['journal', 'export', path, '--format', 'har', '--out', out], { cwd })
  expect(result).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: `note: 5 requests written to ${out}\n`,
  })
  expect(statSync(join(cwd, out)).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(cwd, 'a/b'))).toEqual(['requests.har'])
  const har = JSON.parse(readFileSync(join(cwd, out), 'utf8')) as object
  expect(harProblems(har)).toEqual([])
  expect(har).toMatchObject({ log: { creator: { version: '0.0.0-test' }, pages: [{}, {}] } })
})

test('a file that is there stays, unless --force replaces it', async () => {
  const path = await journalOf(EVENTFUL)
  const out = join(makeTempDir(), 'x.ndjson')
  writeFileSync(out, 'mine')
  const argv = ['journal', 'export', path, '--out', out]
  expect(await runCli(argv)).toMatchObject({
    exitCode: 2,
    stderr: `error[EXPORT_EXISTS]: ${out} is there already\n  try: --force replaces it\n`,
  })
  expect(readFileSync(out, 'utf8')).toBe('mine')
  expect((await runCli([...argv, '--force'])).exitCode).toBe(0)
  expect(jsonLines(readFileSync(out, 'utf8'))).toHaveLength(5)
})

test('neither the journal nor what is no file is ever replaced', async () => {
  const path = await journalOf(EVENTFUL)
  const before = readFileSync(path)
  for (const out of [path, '/dev/null', dirname(path)]) {
    for (const force of [[], ['--force']]) {
      const result = await runCli(['journal', 'export', path, '--out', out, ...force])
      expect(result).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('error[EXPORT_EXISTS]') as string,
      })
    }
  }
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
})

test.each(['/dev/null/x', '/proc/x/y.har'])(
  'an export to %s, which takes none, is exit 3',
  async (out) => {
    const path = await journalOf(EVENTFUL)
    expect(await runCli(['journal', 'export', path, '--out', out])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('error[EXPORT_NOT_WRITTEN]') as string,
    })
  },
)

test('an export that is broken off leaves nothing behind', async () => {
  const path = await journalOf(EVENTFUL)
  const cwd = makeTempDir()
  for (const format of ['ndjson', 'har', 'fixtures']) {
    const argv = ['journal', 'export', path, '--format', format, '--out', 'out']
    const running = startCli(argv, { cwd })
    running.interrupt()
    expect(await running.done).toMatchObject({ exitCode: 130 })
  }
  expect(readdirSync(cwd)).toEqual([])
})

test('damaged lines are left out, with a warning', async () => {
  const path = await journalOf(EVENTFUL)
  writeFileSync(path, 'x\ny\n', { flag: 'a' })
  const { exitCode, stdout, stderr } = await runCli(['journal', 'export', path])
  expect(exitCode).toBe(0)
  expect(jsonLines(stdout)).toHaveLength(5)
  expect(stderr).toContain('warning: 2 damaged lines were skipped')
})

test.each([
  [['--format', 'csv'], 'USAGE'],
  [['--format', 'fixtures'], 'USAGE'],
  [['--format', 'fixtures', '--out', 'x', '--flow-name', '../x'], 'BAD_NAME'],
  [['--format', 'fixtures', '--out', 'x', '--session', 'nobody'], 'NOTHING_TO_EXPORT'],
])('export %j is exit 2', async (flags, code) => {
  const path = await journalOf(EVENTFUL)
  const cwd = makeTempDir()
  expect(await runCli(['journal', 'export', path, ...flags], { cwd })).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(`error[${code}]`) as string,
  })
  expect(readdirSync(cwd)).toEqual([])
})

/** A notification with an external id, and bytes that no serialiser would write so. */
function spaced(seq: number, status: string, interviewId: string, customer: string) {
  const body = `{ "n": 1.000,\t"interviewId":"${interviewId}", "externalCustomerId": "${customer}",\r\n "onboardingStatus":"${status}" }`
  return arrival(seq, status, interviewId, { body: Buffer.from(body) })
}

test('fixtures from a journal are sent again as they came, byte for byte', async () => {
  const statuses = ['ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED', 'MY_OWN']
  const recorded = statuses.map((status, index) =>
    spaced(index + 1, status, 'session 1', String.raw`Kund \"1\"`),
  )
  const path = await journalOf(recorded)
  const cwd = makeTempDir()
  const done = await runCli(['journal', 'export', path, '--format', 'fixtures', '--out', 'mine'], {
    cwd,
  })
  expect(done).toEqual({
    exitCode: 0,
    stdout: '',
    stderr:
      'note: 3 notifications and 1 flow written to mine\n' +
      '  try: hookstep send-sequence URL --fixtures mine --flow recorded\n',
  })
  expect(await runCli(['fixtures', 'validate', '--fixtures', 'mine'], { cwd })).toMatchObject({
    exitCode: 0,
    stdout: '28 fixtures checked, 0 broken\n',
  })
  const { url, received } = await startFixedEndpoint(204)
  const ids = ['--interview-id', 'session 1', '--external-customer-id', 'Kund "1"']
  const sent = await runCli(
    ['send-sequence', url, '--fixtures', 'mine', '--flow', 'recorded', '--pace', '0', ...ids],
    { cwd },
  )
  expect(sent.exitCode).toBe(0)
  expect(received.map(({ body }) => body.toString())).toEqual(
    recorded.map(({ body }) => Buffer.from(body as Uint8Array).toString()),
  )
})

test('the flow has the recorded sessions in their order, and an illegal order says so', async () => {
  const path = await journalOf(EVENTFUL)
  const cwd = makeTempDir()
  const argv = ['journal', 'export', path, '--format', 'fixtures', '--out', 'mine']
  expect((await runCli([...argv, '--flow-name', 'mine'], { cwd })).exitCode).toBe(0)
  expect(JSON.parse(readFileSync(join(cwd, 'mine/flows/mine.json'), 'utf8'))).toEqual({
    name: 'mine',
    description: '2 sessions as a journal recorded them',
    abnormal:
      'recorded out of order in 1 session (recorded 2: EXPIRED repeated: this session has sent it before (R12, inferred))',
    sessions: [
      { label: 'recorded 1', statuses: ['ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED'] },
      { label: 'recorded 2', statuses: ['EXPIRED', 'EXPIRED'] },
    ],
  })
  expect((await runCli(['fixtures', 'validate', '--fixtures', 'mine'], { cwd })).exitCode).toBe(0)
  const legal = await runCli([...argv, '--flow-name', 'legal', '--session', SESSION, '--force'], {
    cwd,
  })
  expect(legal.exitCode).toBe(0)
  expect(readFileSync(join(cwd, 'mine/flows/legal.json'), 'utf8')).not.toContain('abnormal')
})

test('fixtures that are there stay, all of them, unless --force replaces them', async () => {
  const path = await journalOf(EVENTFUL)
  const cwd = makeTempDir()
  mkdirSync(join(cwd, 'mine/notifications'), { recursive: true })
  const file = join(cwd, 'mine/notifications/ONBOARDING_FINISHED.json')
  writeFileSync(file, 'mine')
  const argv = ['journal', 'export', path, '--format', 'fixtures', '--out', 'mine']
  expect(await runCli(argv, { cwd })).toMatchObject({
    exitCode: 2,
    stderr: `error[FIXTURE_EXISTS]: ${file} is there already\n  try: --force replaces it\n`,
  })
  expect(readdirSync(join(cwd, 'mine/notifications'))).toHaveLength(1)
  expect((await runCli([...argv, '--force'], { cwd })).exitCode).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('{{interviewId}}')
  expect(readdirSync(join(cwd, 'mine/notifications'))).toHaveLength(3)
})

test('fixtures into a folder that takes none is exit 3', async () => {
  const path = await journalOf(EVENTFUL)
  const argv = ['journal', 'export', path, '--format', 'fixtures', '--out', '/proc/x/y']
  expect(await runCli(argv)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('error[FIXTURES_NOT_WRITTEN]') as string,
  })
})

test('what cannot be a fixture is left out, and no file is written elsewhere', async () => {
  const names = ['../../evil', 'a/b', '.hidden', '-x', 'C:x', 'x\u001b[2J', '', 'y'.repeat(101)]
  const path = await journalOf([
    ...names.map((name, index) => arrival(index + 1, name)),
    arrival(20, 'expired'),
    arrival(21, 'EXPIRED'),
    arrival(22, 'POST_PROCESSING_FINISHED', SESSION, { body: Buffer.from('{"a":"{{x}}"}') }),
    arrival(23, 'OWN', SESSION, { body: Buffer.from([0xff]) }),
  ])
  const cwd = makeTempDir()
  const argv = ['journal', 'export', path, '--format', 'fixtures', '--out', 'in/mine']
  const { exitCode, stderr } = await runCli(argv, { cwd })
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    'note: 9 notifications left out: the status cannot be the name of a file',
  )
  expect(stderr).toContain('note: 1 notification left out: the body holds {{…}}')
  expect(stderr).toContain(
    'note: 1 notification left out: the body is not the text of a JSON object',
  )
  expect(readdirSync(cwd, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
    'in',
    'in/mine',
    'in/mine/flows',
    'in/mine/flows/recorded.json',
    'in/mine/notifications',
    'in/mine/notifications/expired.json',
  ])
  // Of the vendor's own statuses there is a template that ships.
  const flow = JSON.parse(readFileSync(join(cwd, 'in/mine/flows/recorded.json'), 'utf8')) as object
  expect(flow).toMatchObject({
    sessions: [{ statuses: ['expired', 'EXPIRED', 'POST_PROCESSING_FINISHED'] }],
  })
  expect((await runCli(['fixtures', 'validate', '--fixtures', 'in/mine'], { cwd })).exitCode).toBe(
    0,
  )
})

test('somebody who makes up statuses and sessions gets no endless fixtures', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const { encodeRecord } = await import('../../src/journal/codec.ts')
  const records = [
    ...Array.from({ length: 250 }, (_, index) => arrival(index + 1, `OWN_${index}`, 'a')),
    ...Array.from({ length: 250 }, (_, index) => arrival(index + 300, 'EXPIRED', 'b')),
    ...Array.from({ length: 1050 }, (_, index) => arrival(index + 600, 'EXPIRED', `c${index}`)),
  ]
  writeFileSync(path, Buffer.concat(records.map(encodeRecord)))
  const cwd = makeTempDir()
  const argv = ['journal', 'export', path, '--format', 'fixtures', '--out', 'mine']
  const { stderr } = await runCli(argv, { cwd })
  expect(stderr).toMatch(/left out: there are too many statuses of their own/)
  expect(stderr).toMatch(/50 notifications left out: the session has too many statuses/)
  expect(stderr).toMatch(/52 notifications left out: there are too many sessions for one flow/)
  expect(readdirSync(join(cwd, 'mine/notifications'))).toHaveLength(200)
  expect((await runCli(['fixtures', 'validate', '--fixtures', 'mine'], { cwd })).exitCode).toBe(0)
})
