import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/journal/codec.ts'
import { defaultJournalPath } from '../../src/journal/default-path.ts'
import type { JournalRecord } from '../../src/journal/record.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import {
  arrival,
  AT,
  EVENTFUL,
  forwardOf,
  journalOf,
  OTHER,
  SESSION,
} from '../helpers/recorded-requests.ts'
import { makeRecord, openTestJournal } from '../journal/rig.ts'

test('list prints a line for each request', async () => {
  const path = await journalOf(EVENTFUL)
  const { exitCode, stdout, stderr } = await runCli(['journal', 'list', path])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const lines = stdout.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
  expect(lines).toBe(
    [
      '   1  TIME  ID_VALIDATION_FINISHED              664283755e0f8e1b87fcc2ce  200   → 200 in 12 ms',
      '   2  TIME  EXPIRED                             664283765e0f8e1b87fcc2cf  204',
      '   3  TIME  ONBOARDING_FINISHED                 664283755e0f8e1b87fcc2ce  gone  → 500 WRONG_STATUS in 12 ms',
      '   4  TIME  method_not_allowed                  PUT /wrong                405',
      '   5  TIME  EXPIRED                             664283765e0f8e1b87fcc2cf  204   repeated',
      '',
    ].join('\n'),
  )
})

test('list --json prints a record for each request, and what it comes to', async () => {
  const path = await journalOf(EVENTFUL)
  const records = jsonLines((await runCli(['journal', 'list', path, '--json'])).stdout)
  expect(records).toHaveLength(6)
  expect(records[2]).toEqual({
    type: 'request',
    seq: 3,
    receivedAt: '2026-01-02T03:04:05.003Z',
    method: 'POST',
    path: '/webhook',
    sizeBytes: 83,
    verdict: 'notification',
    reason: null,
    detail: null,
    interviewId: SESSION,
    externalCustomerId: null,
    onboardingStatus: 'ONBOARDING_FINISHED',
    warnings: [],
    flags: [],
    httpStatus: null,
    delivered: false,
    forward: { httpStatus: 500, verdict: 'rejected', reason: 'WRONG_STATUS', durationMs: 12 },
  })
  expect(records[0]).toMatchObject({ httpStatus: 200, delivered: true })
  expect(records[3]).toMatchObject({
    verdict: 'refused',
    reason: 'method_not_allowed',
    detail: 'PUT',
    interviewId: null,
    httpStatus: 405,
    forward: null,
  })
  expect(records[4]).toMatchObject({ flags: ['repeated'] })
  expect(records[5]).toEqual({
    type: 'summary',
    journal: path,
    requests: 5,
    refused: 1,
    selected: 5,
    problems: 0,
  })
})

test.each([
  [[], [1, 2, 3, 4, 5]],
  [
    ['--session', OTHER],
    [2, 5],
  ],
  [
    ['--status', 'ONBOARDING_FINISHED,EXPIRED'],
    [2, 3, 5],
  ],
  [
    ['--status', 'ONBOARDING_FINISHED', '--status', 'ID_VALIDATION_FINISHED'],
    [1, 3],
  ],
  [['--session', SESSION, '--status', 'EXPIRED'], []],
  [['--refused'], [4]],
  [
    ['--limit', '2'],
    [4, 5],
  ],
  [
    ['--limit', '5'],
    [1, 2, 3, 4, 5],
  ],
  [
    ['--limit', '9'],
    [1, 2, 3, 4, 5],
  ],
  [['--limit', '1', '--session', SESSION], [3]],
])('list %j shows the requests %j', async (flags, seqs) => {
  const path = await journalOf(EVENTFUL)
  const { stdout } = await runCli(['journal', 'list', path, '--json', ...flags])
  const requests = jsonLines(stdout).filter(({ type }) => type === 'request')
  expect(requests.map(({ seq }) => seq)).toEqual(seqs)
})

test.each([
  ['--refused', '--status', 'EXPIRED'],
  ['--refused', '--session', 'x'],
  ['--refused', '--sessions'],
  ['--limit', '0'],
  ['--limit', '100001'],
  ['--session', ''],
  ['--status', 'A,,B'],
])('list %s %s is wrong usage', async (...flags) => {
  const path = await journalOf(EVENTFUL)
  expect(await runCli(['journal', 'list', path, ...flags])).toMatchObject({
    exitCode: 2,
    stdout: '',
  })
})

test('list says so when nothing fits, and when nothing came', async () => {
  const path = await journalOf(EVENTFUL)
  expect(await runCli(['journal', 'list', path, '--session', 'nobody'])).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'note: no request of this journal fits\n',
  })
  expect(await runCli(['journal', 'list', await journalOf([])])).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: 'note: nothing was received yet\n',
  })
})

test('list --sessions tells the statuses of each session, and what is wrong with them', async () => {
  const path = await journalOf(EVENTFUL)
  const { stdout } = await runCli(['journal', 'list', path, '--sessions'])
  expect(stdout).toBe(
    `${SESSION}  no external id\n` +
      '  ID_VALIDATION_FINISHED → ONBOARDING_FINISHED\n' +
      `${OTHER}  no external id\n` +
      '  EXPIRED → EXPIRED\n' +
      '  EXPIRED repeated: this session has sent it before (R12, inferred)\n',
  )
  const json = await runCli(['journal', 'list', path, '--sessions', '--json', '--limit', '1'])
  expect(jsonLines(json.stdout)).toMatchObject([
    {
      type: 'session',
      interviewId: OTHER,
      statuses: ['EXPIRED', 'EXPIRED'],
      findings: [{ flag: 'repeated', rule: 'R12' }],
    },
    { type: 'summary' },
  ])
  const one = await runCli(['journal', 'list', path, '--sessions', '--session', SESSION])
  expect(one.stdout).not.toContain(OTHER)
  const expired = await runCli(['journal', 'list', path, '--sessions', '--status', 'EXPIRED'])
  expect(expired.stdout).not.toContain(SESSION)
})

test('more sessions than can be known are the latest ones, with a warning', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const lines = Array.from({ length: 10_001 }, (_, index) =>
    encodeRecord(arrival(index + 1, 'EXPIRED', `session ${index}`)),
  )
  writeFileSync(path, Buffer.concat(lines))
  const { stdout, stderr } = await runCli(['journal', 'list', path, '--sessions', '--json'])
  expect(jsonLines(stdout)).toHaveLength(10_001)
  expect(jsonLines(stdout)[0]).toMatchObject({ interviewId: 'session 1' })
  expect(stderr).toBe('warning: only the latest 10000 sessions are known\n')
})

test('a forward that is told without its request stands on a line of its own', async () => {
  const path = await journalOf([
    { type: 'forward', seq: 7, at: AT, ...forwardOf(200) },
    { type: 'reply', seq: 7, at: AT, httpStatus: null },
    { type: 'reply', seq: 8, at: AT, httpStatus: 502 },
    arrival(9, 'EXPIRED'),
  ])
  const { stdout } = await runCli(['journal', 'list', path])
  expect(stdout).toMatch(/^ {3}7 {2}.* late: → 200 in 12 ms\n.*late: the sender was gone before/)
  expect(stdout).toContain('late: answered 502\n')
  const json = await runCli(['journal', 'list', path, '--json'])
  expect(jsonLines(json.stdout)[0]).toEqual({
    type: 'forward',
    seq: 7,
    at: AT.toISOString(),
    ...forwardOf(200),
  })
  expect((await runCli(['journal', 'list', path, '--status', 'EXPIRED'])).stdout).not.toContain(
    'late',
  )
})

test.each([20, 40, 80, 100, 120])('list, show and verify fit %d columns', async (columns) => {
  const long = arrival(6, `MY_${'STATUS_'.repeat(30)}`, 'i'.repeat(300), {
    path: `/${'p'.repeat(400)}`,
    rawHeaders: [['X-Long', 'v'.repeat(3000)]],
  })
  const path = await journalOf([...EVENTFUL, long])
  for (const argv of [['list'], ['list', '--sessions'], ['show', '3'], ['show', '6'], ['verify']]) {
    const { exitCode, stdout } = await runCli(['journal', ...argv, path, '--no-color'], { columns })
    expect(exitCode).toBe(0)
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
  }
})

test('a terminal without room for the date gets it once a day', async () => {
  const later = arrival(6, 'EXPIRED', 'x', { receivedAt: new Date(Date.UTC(2026, 0, 9)) })
  const path = await journalOf([...EVENTFUL, later])
  const { stdout } = await runCli(['journal', 'list', path, '--no-color'], { columns: 80 })
  expect(stdout.match(/^\d{4}-\d\d-\d\d$/gm)).toHaveLength(2)
  expect(stdout).toMatch(
    /^ {3}1 \d\d:\d\d:\d\d ID_VALIDATION_FINISHED +664283755e0f8e1b87fcc2ce →200$/m,
  )
  expect(stdout).toMatch(/664283755e0f8e1b87fcc2ce gone\n {14}→ 500 WRONG_STATUS in 12 ms$/m)
})

test('show tells everything about one request', async () => {
  const body = Buffer.from(
    '{"interviewId":"x","n":1.0000000000000000001,"onboardingStatus":"EXPIRED"}',
  )
  const path = await journalOf([
    arrival(1, 'EXPIRED', 'x', {
      rawHeaders: [
        ['host', '127.0.0.1:4840'],
        ['AUTHORIZATION', 'Bearer CANARYCANARYCANARY'],
      ],
      verdict: {
        kind: 'notification',
        interviewId: 'x',
        externalCustomerId: 'Customer#1',
        onboardingStatus: 'EXPIRED',
        warnings: ['no_content_type'],
      },
    }),
    arrival(2, 'EXPIRED', 'x', { body, answer: { httpStatus: 204 } }),
    { type: 'reply', seq: 2, at: AT, httpStatus: null },
  ])
  const first = await runCli(['journal', 'show', '1', path])
  expect(first.stdout).toContain('\n  AUTHORIZATION: sha256:')
  expect(first.stdout).not.toContain('CANARY')
  expect(first.stdout).toMatch(
    /customer {3}Customer#1\nwarning {4}no_content_type\nanswer {5}204\n$/,
  )
  const last = await runCli(['journal', 'show', 'last', path])
  expect(last.stdout.replace(/^#2 .*/, '#2')).toBe(
    [
      '#2',
      '',
      'POST /webhook HTTP/1.1',
      '  Host: 127.0.0.1',
      '  Content-Type: application/json',
      '',
      '  {',
      '    "interviewId": "x",',
      '    "n": 1.0000000000000000001,',
      '    "onboardingStatus": "EXPIRED"',
      '  }',
      '',
      'status     EXPIRED',
      'session    x',
      'customer   no external id',
      'finding    repeated: this session has sent it before (R12, inferred)',
      'answer     none: the sender was gone before our 204',
      '',
    ].join('\n'),
  )
})

test.each([
  ['was not kept', null, 'the body was not kept (1.9 MiB)'],
  ['is empty', Buffer.alloc(0), 'no body'],
  ['is not JSON', Buffer.from('a\tb\n c'), '  a\\x09b\n   c'],
  ['is not UTF-8', Buffer.from([0x41, 0xff]), '  A�\n  not UTF-8: U+FFFD stands for what is not'],
  [
    'has many lines',
    Buffer.from('x\n'.repeat(500)),
    '1000 B in all: hookstep journal show 1 --body',
  ],
  ['has a long line', Buffer.from('x'.repeat(5000)), '4.9 KiB in all'],
  ['is deeper than any notification', Buffer.from('['.repeat(5000) + ']'.repeat(5000)), '  [[[[['],
])('show of a body that %s says so', async (_what, body, text) => {
  const verdict = { kind: 'refused', code: 'bad', detail: 'x' } as const
  const path = await journalOf([
    makeRecord(1, { body, verdict, sizeBytes: 2_000_000, answer: null }),
  ])
  const { stdout } = await runCli(['journal', 'show', '1', path])
  expect(stdout).toContain(text)
  expect(stdout).toContain('refused    bad: x\nanswer     not known')
  expect(stdout.split('\n').length).toBeLessThan(220)
})

test('show --json is the request with its headers and its body', async () => {
  const path = await journalOf([
    arrival(1, 'EXPIRED'),
    arrival(2, 'EXPIRED', SESSION, { body: Buffer.from([0xff]) }),
  ])
  const [first] = jsonLines((await runCli(['journal', 'show', '1', path, '--json'])).stdout)
  expect(first).toMatchObject({
    type: 'request',
    httpVersion: '1.1',
    headers: [
      ['Host', '127.0.0.1'],
      ['Content-Type', 'application/json'],
    ],
    body: `{"interviewId":"${SESSION}","onboardingStatus":"EXPIRED"}`,
    bodyBase64: null,
    findings: [],
  })
  const [second] = jsonLines((await runCli(['journal', 'show', '2', path, '--json'])).stdout)
  expect(second).toMatchObject({ body: null, bodyBase64: '/w==', findings: [{ flag: 'repeated' }] })
})

test('show --curl prints the command, with a hashed secret as a variable', async () => {
  const rawHeaders = [
    ['Host', '127.0.0.1:4840'],
    ['Content-Type', 'application/json'],
    ['Authorization', 'Bearer CANARYCANARYCANARY'],
  ] as const
  const path = await journalOf([arrival(1, 'EXPIRED', SESSION, { rawHeaders })])
  expect((await runCli(['journal', 'show', 'last', path, '--curl'])).stdout).toBe(
    [
      "curl --request POST 'http://127.0.0.1:4840/webhook'",
      "  --header 'Content-Type: application/json'",
      '  --header "Authorization: $HOOKSTEP_HEADER_AUTHORIZATION"',
      `  --data-raw '{"interviewId":"${SESSION}","onboardingStatus":"EXPIRED"}'\n`,
    ].join(' \\\n'),
  )
})

test.each([
  [[], 'no body', 'request 1 had no body'],
  [['Content-Length', '0'], 'no body', 'request 1 had no body'],
  [['Content-Length', '9'], 'the body was not kept (0 B)', 'the body of request 1 was not kept'],
  [
    ['transfer-encoding', 'chunked'],
    'the body was not kept (0 B)',
    'the body of request 1 was not kept',
  ],
])('of a GET with the header %j it is told whether there was a body', async (header, told, why) => {
  const [name, value] = header
  const rawHeaders = name === undefined ? [] : [[name, value ?? ''] as const]
  const verdict = { kind: 'refused', code: 'method_not_allowed', detail: 'x' } as const
  const path = await journalOf([
    makeRecord(1, { method: 'GET', body: null, sizeBytes: 0, rawHeaders, verdict }),
  ])
  expect((await runCli(['journal', 'show', '1', path])).stdout).toContain(told)
  const { stderr } = await runCli(['journal', 'show', '1', path, '--body'])
  expect(stderr).toContain(`error[BODY_NOT_KEPT]: ${why}\n`)
  const curl = await runCli(['journal', 'show', '1', path, '--curl'])
  expect(curl.stderr.includes('was not kept')).toBe(why.includes('was not kept'))
})

test('show --curl of a body that was not kept says so', async () => {
  const path = await journalOf([arrival(1, 'EXPIRED', SESSION, { body: null })])
  const { stdout, stderr } = await runCli(['journal', 'show', '1', path, '--curl'])
  expect(stdout).toMatch(/--data-raw ''\n$/)
  expect(stderr).toBe('note: the body was not kept: the command sends none\n')
})

test('show --body writes the bytes and nothing else', async () => {
  const body = Buffer.from([0x00, 0xff, 0x1b, 0x5b, 0x0d, 0x0a, 0xc2, 0x9b])
  const path = await journalOf([arrival(1, 'EXPIRED', SESSION, { body })])
  const running = startCli(['journal', 'show', '1', path, '--body'])
  expect(await running.done).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  expect(running.stdout.bytes.equals(body)).toBe(true)
})

test('show --body keeps a terminal from what it would act on', async () => {
  const path = await journalOf([
    arrival(1, 'EXPIRED', SESSION, { body: Buffer.from('{"a":\n\t"\u001b[2J"}') }),
    arrival(2, 'EXPIRED', SESSION, { body: Buffer.from('{"a":\r\n\t"é"}') }),
    arrival(3, 'EXPIRED', SESSION, { body: null }),
  ])
  const refused = startCli(['journal', 'show', '1', path, '--body'], { columns: 80 })
  expect(await refused.done).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('BODY_NOT_TEXT') as string,
  })
  expect(refused.stdout.bytes).toHaveLength(0)
  const shown = startCli(['journal', 'show', '2', path, '--body'], { columns: 80 })
  await shown.done
  expect(shown.stdout.bytes.toString()).toBe('{"a":\r\n\t"é"}')
  expect(await runCli(['journal', 'show', '3', path, '--body'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('BODY_NOT_KEPT') as string,
  })
})

test.each([
  ['0', 'BAD_NUMBER'],
  ['x', 'BAD_NUMBER'],
  ['-1', 'BAD_NUMBER'],
  ['99', 'UNKNOWN_SEQ'],
])('show %s is exit 2', async (seq, code) => {
  const path = await journalOf(EVENTFUL)
  expect(await runCli(['journal', 'show', seq, path])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(`error[${code}]`) as string,
  })
})

test('show last of an empty journal is exit 2', async () => {
  const result = await runCli(['journal', 'show', 'last', await journalOf([])])
  expect(result).toMatchObject({ exitCode: 2 })
  expect(result.stderr).toContain('error[UNKNOWN_SEQ]: there is no request in ')
})

test('show finds a forward however late it came', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const records: JournalRecord[] = Array.from({ length: 2500 }, (_, i) => arrival(i + 1, 'EXPIRED'))
  records.push({ type: 'forward', seq: 1, at: AT, ...forwardOf(200) })
  writeFileSync(path, Buffer.concat(records.map(encodeRecord)))
  const { stdout } = await runCli(['journal', 'show', '1', path])
  expect(stdout).toContain('forward    → 200 in 12 ms\n')
})

test('verify of a whole journal is exit 0, with what it holds', async () => {
  const path = await journalOf(EVENTFUL)
  const { size } = statSync(path)
  expect(await runCli(['journal', 'verify', path])).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: `${path}\n  5 requests, 2 forwards, 2 replies, ${(size / 1024).toFixed(1)} KiB\nwhole\n`,
  })
  const json = await runCli(['journal', 'verify', path, '--json'])
  expect(jsonLines(json.stdout)).toEqual([
    {
      type: 'summary',
      journal: path,
      sizeBytes: size,
      requests: 5,
      forwards: 2,
      replies: 2,
      problems: 0,
      whole: true,
      tornTail: false,
    },
  ])
  expect(await runCli(['journal', 'verify', await journalOf([])])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('0 requests, 0 forwards, 0 replies, 0 B\nwhole') as string,
  })
})

/** The offset and the length of the n-th line. */
function lineAt(path: string, index: number): [offset: number, sizeBytes: number] {
  const lines = readFileSync(path, 'latin1').split(/(?<=\n)/)
  return [lines.slice(0, index).join('').length, (lines[index] as string).length]
}

test.each<[string, (bytes: Buffer, at: number) => Buffer, string, string]>([
  [
    'a flipped bit',
    (bytes, at) => bytes.fill((bytes[at + 50] as number) ^ 1, at + 50, at + 51),
    'bad_crc',
    'its CRC does not fit',
  ],
  [
    '60 zero bytes',
    (bytes, at) => bytes.fill(0, at + 300, at + 360),
    'bad_crc',
    'its CRC does not fit',
  ],
  [
    'a line of something else',
    (bytes, at) =>
      Buffer.concat([bytes.subarray(0, at), Buffer.from('hello\n'), bytes.subarray(at)]),
    'no_crc',
    'does not end with a CRC',
  ],
])(
  'J2: after %s in the middle, verify is exit 1 with the offset',
  async (_what, harm, code, words) => {
    const path = await journalOf(EVENTFUL)
    const [offset, whole] = lineAt(path, 4)
    writeFileSync(path, harm(readFileSync(path), offset))
    const before = readFileSync(path)
    const sizeBytes = code === 'no_crc' ? 6 : whole
    const text = await runCli(['journal', 'verify', path])
    expect(text.exitCode).toBe(1)
    expect(text.stdout).toContain(`\n  ${code} at byte ${offset}, ${sizeBytes} B: ${words}\n`)
    expect(text.stdout).toMatch(/1 damaged line: skipped, and left as it is.\n$/)
    const json = await runCli(['journal', 'verify', path, '--json'])
    expect(json.exitCode).toBe(1)
    expect(jsonLines(json.stdout)).toMatchObject([
      { type: 'problem', code, offset, sizeBytes },
      { type: 'summary', problems: 1, whole: false, tornTail: false },
    ])
    const list = await runCli(['journal', 'list', path])
    expect(list.exitCode).toBe(0)
    expect(list.stdout).toMatch(/^ {3}5 /m)
    expect(list.stderr).toContain(
      `warning: 1 damaged line was skipped\n  try: hookstep journal verify ${path}`,
    )
    expect(readFileSync(path).equals(before)).toBe(true)
  },
)

test('a torn tail is exit 1, and verify says what becomes of it', async () => {
  const path = await journalOf(EVENTFUL)
  const { size } = statSync(path)
  writeFileSync(path, '{"type":"request","seq":6,', { flag: 'a' })
  const { exitCode, stdout } = await runCli(['journal', 'verify', path])
  expect(exitCode).toBe(1)
  expect(stdout).toContain(
    `torn_tail at byte ${size}, 26 B: the torn end of a record that was never`,
  )
  expect(stdout).toMatch(/A listener was killed.*`hookstep listen --journal`.*keeps it beside/)
  expect(stdout).not.toContain('damaged line')
  const json = await runCli(['journal', 'verify', path, '--json'])
  expect(jsonLines(json.stdout).at(-1)).toMatchObject({ problems: 1, tornTail: true })
  // It says the truth.
  const { events } = await openTestJournal({ path })
  expect(events).toMatchObject([{ kind: 'torn', offset: size, sizeBytes: 26 }])
  expect((await runCli(['journal', 'verify', path])).exitCode).toBe(0)
})

test('verify shows twenty damaged lines, counts all, and tells torn from damaged', async () => {
  const path = await journalOf(EVENTFUL)
  writeFileSync(path, `${'x\n'.repeat(30)}{"type"`, { flag: 'a' })
  const { exitCode, stdout } = await runCli(['journal', 'verify', path])
  expect(exitCode).toBe(1)
  expect(stdout.match(/no_crc/g)).toHaveLength(20)
  expect(stdout).toContain(
    '\n  and 11 more\n30 damaged lines: skipped, and left as they are. A listener',
  )
})

test('a line that another version wrote is a problem with its reason', async () => {
  const path = await journalOf([arrival(1, 'EXPIRED')])
  const { sealLines } = await import('../../src/journal/seal.ts')
  writeFileSync(path, sealLines([JSON.stringify({ type: 'request', seq: '\u001b[2J' })]), {
    flag: 'a',
  })
  const { stdout } = await runCli(['journal', 'verify', path])
  expect(stdout).toContain(
    'not a record that this version of hookstep can read (seq: expected a number)',
  )
})

test('a line that is longer than any record is skipped', async () => {
  const path = await journalOf([arrival(1, 'EXPIRED')])
  writeFileSync(path, `${'x'.repeat(9 * 1024 * 1024)}\n`, { flag: 'a' })
  writeFileSync(path, encodeRecord(arrival(2, 'EXPIRED')), { flag: 'a' })
  const { exitCode, stdout } = await runCli(['journal', 'verify', path])
  expect(exitCode).toBe(1)
  expect(stdout).toContain('9.0 MiB: longer than any record')
  expect((await runCli(['journal', 'show', '2', path])).exitCode).toBe(0)
})

const COMMANDS = [['list'], ['show', 'last'], ['verify'], ['export']]

test.each(COMMANDS)('%s %s of what is no journal is exit 2', async (...command) => {
  const dir = makeTempDir()
  const [folder, other, pipe] = ['folder', 'other', 'pipe'].map((name) => join(dir, name))
  mkdirSync(folder as string)
  writeFileSync(other as string, '{"type":"notification","seq":1}\n')
  execFileSync('mkfifo', [pipe as string])
  for (const path of [folder, other, pipe, join(dir, 'missing')]) {
    const result = await runCli(['journal', ...command, path as string])
    expect(result).toMatchObject({ exitCode: 2, stdout: '' })
    expect(result.stderr).toMatch(/^error\[JOURNAL_UNREADABLE\]: the journal .* cannot be read: /)
  }
})

test.each(COMMANDS)(
  '%s %s without a file takes the newest journal, and says which',
  async (...command) => {
    const env = { XDG_STATE_HOME: makeTempDir() }
    const none = await runCli(['journal', ...command], { env })
    expect(none).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: `error[NO_JOURNAL]: there is no journal in ${join(env.XDG_STATE_HOME, 'hookstep')}\n  try: hookstep listen\n`,
    })
    for (const [day, seq] of [
      [9, 9],
      [10, 10],
      [8, 8],
    ] as const) {
      const path = defaultJournalPath(env, new Date(Date.UTC(2026, 0, day)))
      const { journal } = await openTestJournal({ path, createFolder: true })
      await journal.append(arrival(seq, 'EXPIRED'))
      await journal.close()
    }
    const newest = defaultJournalPath(env, new Date(Date.UTC(2026, 0, 10)))
    const { stdout, stderr } = await runCli(['journal', ...command], { env })
    expect(stderr).toBe(`${newest}\n`)
    expect(stdout).toContain('10')
    expect(stdout).not.toContain('"seq":9')
  },
)

test('the journal of listen is named by its flag, its variable and a relative path, too', async () => {
  const path = await journalOf(EVENTFUL)
  const cwd = join(path, '..')
  const named = await runCli(['journal', 'list', 'j.ndjson'], { cwd })
  const flag = await runCli(['journal', 'list', '--journal', 'j.ndjson'], { cwd })
  const variable = await runCli(['journal', 'list'], { cwd, env: { HOOKSTEP_JOURNAL: 'j.ndjson' } })
  expect(named.stdout).toMatch(/^ {3}1 /)
  expect([flag, variable]).toEqual([named, named])
})

/** What a terminal would act on, or what hides text (hardening C8). */
const HOSTILE = 'a\u001b]52;c;QUFB\u0007\u001b[2Jb\rc\u009b2Jd\u202ee\u2066f\u007fg\u2028h\ufeffi'
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/

async function hostileJournal(): Promise<string> {
  const parts = {
    method: HOSTILE,
    path: `/${HOSTILE}`,
    httpVersion: HOSTILE,
    rawHeaders: [
      [HOSTILE, HOSTILE],
      ['Host', HOSTILE],
      ['X-Hash', `sha256:0123abcd`],
      [`${HOSTILE}x`, 'sha256:0123abcd'],
    ] as const,
  }
  const verdict = {
    kind: 'notification',
    interviewId: HOSTILE,
    externalCustomerId: HOSTILE,
    onboardingStatus: HOSTILE,
    warnings: [HOSTILE],
  } as const
  const reason = { httpStatus: 200, verdict: 'rejected', reason: HOSTILE, durationMs: 1 } as const
  return journalOf([
    makeRecord(1, { ...parts, body: Buffer.from(HOSTILE), verdict }),
    makeRecord(2, { ...parts, body: Buffer.from(JSON.stringify({ [HOSTILE]: HOSTILE })), verdict }),
    makeRecord(3, { ...parts, body: Buffer.from([0xff, 0x1b, 0x9b]), verdict }),
    makeRecord(4, { ...parts, verdict: { kind: 'refused', code: HOSTILE, detail: HOSTILE } }),
    { type: 'forward', seq: 1, at: AT, ...reason },
    { type: 'forward', seq: 99, at: AT, ...reason },
  ])
}

test.each([
  ['list'],
  ['list', '--json'],
  ['list', '--sessions'],
  ['list', '--sessions', '--json'],
  ...['1', '2', '3', '4'].flatMap((seq) => [
    ['show', seq],
    ['show', seq, '--json'],
    ['show', seq, '--curl'],
  ]),
  ['verify'],
  ['verify', '--json'],
  ['export'],
  ['export', '--format', 'har'],
])('C8: nothing hostile reaches the screen by %s %s %s', async (...command) => {
  const path = await hostileJournal()
  for (const columns of [undefined, 20, 80, 200]) {
    const options = columns === undefined ? {} : { columns }
    const { exitCode, stdout, stderr } = await runCli(
      ['journal', ...command, path, '--no-color'],
      options,
    )
    expect(exitCode).toBe(0)
    expect(stdout).not.toMatch(RAW)
    expect(stderr).not.toMatch(RAW)
  }
})

test('C8: nor does it by the name of the file', async () => {
  const path = join(makeTempDir(), HOSTILE)
  writeFileSync(path, 'x\n')
  for (const command of COMMANDS) {
    const { stdout, stderr } = await runCli(['journal', ...command, path])
    expect(stdout + stderr).not.toMatch(RAW)
  }
  writeFileSync(path, encodeRecord(arrival(1, 'EXPIRED')))
  for (const json of [[], ['--json']]) {
    expect((await runCli(['journal', 'verify', path, ...json])).stdout).not.toMatch(RAW)
  }
})

test('a value of a megabyte is cut', async () => {
  const path = await journalOf([
    arrival(1, 'EXPIRED', 'x', {
      body: Buffer.alloc(1024 * 1024, 'x'),
      path: `/${'y'.repeat(1e6)}`,
    }),
  ])
  expect((await runCli(['journal', 'list', path])).stdout.length).toBeLessThan(1000)
  expect((await runCli(['journal', 'show', '1', path])).stdout.length).toBeLessThan(10_000)
})

test.each(COMMANDS)('Ctrl+C ends %s %s with 130', async (...command) => {
  const running = startCli(['journal', ...command, await journalOf(EVENTFUL)])
  running.interrupt()
  expect(await running.done).toMatchObject({
    exitCode: 130,
    stderr: expect.stringContaining('INTERRUPTED') as string,
  })
})

test('list stops where nobody reads along', async () => {
  const running = startCli(['journal', 'list', await journalOf(EVENTFUL)])
  running.stdout.isGone = true
  expect(await running.done).toMatchObject({ exitCode: 0, stdout: '' })
})
