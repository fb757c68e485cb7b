import { fileURLToPath } from 'node:url'
import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { RequestRecord } from '../../src/journal/record.ts'
import { startEndpoint, startFixedEndpoint, type Endpoint } from '../helpers/endpoint.ts'
import { harProblems } from '../helpers/har-problems.ts'
import { jsonLines, runCli, startCli } from '../helpers/run-cli.ts'
import { CANARY, HOSTILE } from '../helpers/sequence-run.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { createVirtualClock } from '../helpers/virtual-clock.ts'
import { makeRecord, openTestJournal } from '../journal/rig.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A recorded notification, in bytes of its own. */
function notified(
  seq: number,
  interviewId: string,
  onboardingStatus: string,
  changes: Partial<RequestRecord> = {},
): RequestRecord {
  const verdict = { kind: 'notification', interviewId, onboardingStatus } as const
  return makeRecord(seq, {
    body: Buffer.from(JSON.stringify({ interviewId, onboardingStatus, seq })),
    receivedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, seq)),
    verdict: { ...verdict, externalCustomerId: null, warnings: [] },
    ...changes,
  })
}

function refused(seq: number, changes: Partial<RequestRecord> = {}): RequestRecord {
  const verdict = { kind: 'refused', code: 'bad_json', detail: 'not JSON' } as const
  return makeRecord(seq, { verdict, answer: { httpStatus: 400 }, ...changes })
}

/** A journal with these records in it, still open, as that of a running `listen` is. */
async function record(...records: RequestRecord[]): Promise<string> {
  const { journal, path } = await openTestJournal({ secretHeaders: ['X-Api-Key'] })
  for (const each of records) await journal.append(each)
  return path
}

/** Two sessions that take turns. */
const TURNS = [
  notified(1, 'aaaa', 'ID_VALIDATION_FINISHED'),
  notified(2, 'bbbb', 'ID_VALIDATION_FINISHED'),
  notified(3, 'aaaa', 'POST_PROCESSING_FINISHED'),
  notified(4, 'bbbb', 'EXPIRED'),
  notified(5, 'aaaa', 'ONBOARDING_FINISHED'),
]

function seqsAt({ received }: Endpoint): number[] {
  return received.map(({ body }) => (JSON.parse(body.toString()) as { seq: number }).seq)
}

test('replay sends every body byte for byte, in the recorded order', async () => {
  const bodies = [
    Buffer.from('{"interviewId":"a","onboardingStatus":"X","n":12345678901234567890,"a":1.0}'),
    Buffer.from('{ "interviewId" : "b",\r\n"onboardingStatus":"\u00fc\u2028", "e":1e2,"z":-0 }\n'),
    Buffer.from([0x7b, 0xff, 0x00, 0xc3, 0x28, 0x0d, 0x0a, 0x7d]),
    Buffer.alloc(0),
    Buffer.alloc(1024 * 1024, '"'),
  ]
  const path = await record(
    ...bodies.map((body, index) =>
      index < 2 ? notified(index + 1, 'a', 'X', { body }) : refused(index + 1, { body }),
    ),
  )
  const endpoint = await startFixedEndpoint(204)
  const { exitCode } = await runCli(['replay', path, endpoint.url, '--include-refused'])
  expect(exitCode).toBe(0)
  expect(endpoint.received.map(({ body }) => sha256(body))).toEqual(bodies.map(sha256))
  expect(new Set(endpoint.received.map(({ method, path }) => `${method} ${path}`))).toEqual(
    new Set(['POST /webhook']),
  )
})

test('the order is the recorded one across all sessions, and each session has its row', async () => {
  const path = await record(...TURNS)
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stdout, stderr } = await runCli(['replay', path, endpoint.url])
  expect({ exitCode, seqs: seqsAt(endpoint) }).toEqual({ exitCode: 0, seqs: [1, 2, 3, 4, 5] })
  expect(stderr).toContain('2 sessions, 5 notifications')
  expect(stdout).toMatch(/session 1 {2}aaaa +3 +3 +0 [^]*session 2 {2}bbbb +2 +2 +0 /)
  expect(stdout).toContain('5 of 5 notifications acknowledged')
})

test('--json tells attempts, deliveries and a summary, with the numbers of the journal', async () => {
  const path = await record(...TURNS.slice(3))
  const endpoint = await startEndpoint(
    (response, _, index) => void response.writeHead(index === 0 ? 500 : 204).end(),
  )
  const { exitCode, stdout } = await runCli(['replay', path, endpoint.url, '--json'])
  expect(exitCode).toBe(1)
  expect(jsonLines(stdout)).toMatchObject([
    { type: 'attempt', seq: 4, interviewId: 'bbbb', httpStatus: 500, reason: 'WRONG_STATUS' },
    { type: 'delivery', seq: 4, verdict: 'rejected', flow: 'replay', session: 'session 1' },
    { type: 'attempt', seq: 5, interviewId: 'aaaa', httpStatus: 204, verdict: 'acknowledged' },
    { type: 'delivery', seq: 5, onboardingStatus: 'ONBOARDING_FINISHED', session: 'session 2' },
    { type: 'summary', deliveries: 2, acknowledged: 1, rejected: 1, attempts: 2, notSent: 0 },
  ])
})

test('a rejected one is retried, and the session goes on meanwhile', async () => {
  const path = await record(...TURNS)
  const endpoint = await startEndpoint(
    (response, _, index) => void response.writeHead(index === 0 ? 503 : 204).end(),
  )
  const argv = ['replay', path, endpoint.url, '--retry', 'vendor', '--time-scale', '20x']
  expect((await runCli(argv)).exitCode).toBe(0)
  expect(seqsAt(endpoint)).toEqual([1, 2, 3, 4, 5, 1])
})

test('--stop-on-failure sends nothing more after a rejection', async () => {
  const path = await record(...TURNS)
  const endpoint = await startFixedEndpoint(500)
  const { exitCode, stdout } = await runCli(['replay', path, endpoint.url, '--stop-on-failure'])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 1, sent: 1 })
  expect(stdout).toContain('4 not sent')
})

test.each([
  [['--only', 'EXPIRED'], [4]],
  [
    ['--only', 'EXPIRED,ONBOARDING_FINISHED'],
    [4, 5],
  ],
  [
    ['--only', 'EXPIRED', '--only', 'ONBOARDING_FINISHED'],
    [4, 5],
  ],
  [
    ['--session', 'aaaa'],
    [1, 3, 5],
  ],
  [
    ['--session', 'aaaa', '--session', 'bbbb'],
    [1, 2, 3, 4, 5],
  ],
  [
    ['--seq', '2,4-9'],
    [2, 4, 5],
  ],
  [
    ['--seq', '1', '--seq', '3'],
    [1, 3],
  ],
  [['--session', 'aaaa', '--seq', '3-5', '--only', 'ONBOARDING_FINISHED'], [5]],
])('%j sends %j', async (flags, seqs) => {
  const path = await record(...TURNS)
  const endpoint = await startFixedEndpoint(204)
  expect((await runCli(['replay', path, endpoint.url, ...flags])).exitCode).toBe(0)
  expect(seqsAt(endpoint)).toEqual(seqs)
})

test('the environment filters as the flags do', async () => {
  const path = await record(...TURNS)
  const endpoint = await startFixedEndpoint(204)
  const env = { HOOKSTEP_URL: endpoint.url, HOOKSTEP_SEQ: '2-4', HOOKSTEP_SESSION: 'bbbb' }
  expect((await runCli(['replay', path], { env })).exitCode).toBe(0)
  expect(seqsAt(endpoint)).toEqual([2, 4])
})

test('the pace of the configuration is that of send-sequence, and not of replay', async () => {
  const cwd = makeTempDir()
  const endpoint = await startFixedEndpoint(204)
  const settings = { url: endpoint.url, pace: 'realistic', headers: { 'X-Own': '1' } }
  writeFileSync(join(cwd, 'hookstep.config.json'), JSON.stringify(settings))
  const path = await record(...TURNS)
  expect(await runCli(['replay', path], { cwd })).toMatchObject({ exitCode: 0 })
  expect(endpoint.received[0]?.headers['x-own']).toBe('1')
})

test('--pace recorded waits as long as there was between the arrivals, and fast does not', async () => {
  const path = await record(
    notified(1, 'a', 'EXPIRED'),
    notified(4, 'a', 'EXPIRED'),
    notified(2, 'a', 'EXPIRED'),
    notified(32, 'a', 'EXPIRED'),
  )
  const replay = async (...flags: string[]) => {
    const clock = createVirtualClock()
    const sentAtMs: number[] = []
    const { url } = await startEndpoint((response) => {
      sentAtMs.push(clock.monotonicMs())
      response.writeHead(204).end()
    })
    const { exitCode, stderr } = await runCli(['replay', path, url, ...flags], { clock })
    expect(exitCode).toBe(0)
    return { sentAtMs, stderr }
  }
  const recorded = await replay('--pace', 'recorded')
  expect(recorded.sentAtMs).toEqual([0, 3000, 3000, 33_000])
  expect(recorded.stderr).toContain('note: the recorded pace takes 33 s\n  try: --time-scale 100x')
  const scaled = await replay('--pace', 'recorded', '--time-scale', '10x')
  expect(scaled).toMatchObject({ sentAtMs: [0, 300, 300, 3300] })
  expect(scaled.stderr).not.toContain('recorded pace')
  expect((await replay()).sentAtMs).toEqual([0, 0, 0, 0])
})

test('a gap of a night is cut to an hour, and told', async () => {
  const clock = createVirtualClock()
  const path = await record(
    notified(1, 'a', 'EXPIRED', { receivedAt: new Date(0) }),
    notified(2, 'a', 'EXPIRED', { receivedAt: new Date(16 * 3_600_000) }),
  )
  const { url } = await startFixedEndpoint(204)
  const { stderr } = await runCli(['replay', path, url, '--pace', 'recorded'], { clock })
  expect(stderr).toContain('note: cut to an hour: 1 longer gap\n')
  expect(stderr).toContain('note: the recorded pace takes 1 h\n')
  expect(clock.monotonicMs()).toBe(3_600_000)
})

test('the recorded headers go too, but those of the connection, of the way, and what is replaced', async () => {
  const rawHeaders = [
    ['Host', 'public.example'],
    ['Connection', 'keep-alive, X-Hop'],
    ['X-Hop', '1'],
    ['Content-Length', '99999'],
    ['Expect', '100-continue'],
    ['Transfer-Encoding', 'chunked'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['User-Agent', 'vendor/2'],
    ['Accept-Encoding', 'gzip'],
    ['X-Forwarded-For', '198.51.100.7'],
    ['Via', '1.1 relay'],
    ['X-Custom', 'one'],
    ['x-custom', 'caf\u00e9'],
    ['X-Replaced', 'theirs'],
    ['__proto__', 'x'],
  ] as const
  const path = await record(notified(1, 'a', 'EXPIRED', { rawHeaders }))
  const endpoint = await startFixedEndpoint(204)
  const { stderr } = await runCli(['replay', path, endpoint.url, '-H', 'X-replaced: mine'])
  const [sent] = endpoint.received
  expect(sent?.headers).toEqual({
    host: `127.0.0.1:${endpoint.port}`,
    connection: expect.any(String) as string,
    'content-length': String(sent?.body.length),
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'vendor/2',
    'accept-encoding': 'identity',
    'x-custom': 'one, caf\u00e9',
    'x-replaced': 'mine',
  })
  expect(stderr).toContain('warning: left out: header __proto__ (no request can carry that)\n')
})

test('what had no Content-Type is sent without one', async () => {
  const path = await record(notified(1, 'a', 'EXPIRED', { rawHeaders: [['Host', 'x']] }))
  const endpoint = await startFixedEndpoint(204)
  await runCli(['replay', path, endpoint.url])
  expect(endpoint.received[0]?.headers['content-type']).toBeUndefined()
  expect(endpoint.received[0]?.headers['user-agent']).toBe('hookstep/0.0.0-test')
})

const SECRETS = [
  ['Content-Type', 'application/json'],
  ['Authorization', `Bearer ${CANARY}`],
  ['Cookie', `sid=${CANARY}`],
  ['X-API-KEY', CANARY],
] as const

test('a secret of which the journal has a hash is left out, and told once', async () => {
  const path = await record(
    notified(1, 'a', 'EXPIRED', { rawHeaders: SECRETS }),
    notified(2, 'a', 'EXPIRED', { rawHeaders: SECRETS }),
  )
  expect(readFileSync(path, 'utf8')).not.toContain(CANARY)
  const endpoint = await startFixedEndpoint(204)
  const { stderr } = await runCli(['replay', path, endpoint.url])
  expect(JSON.stringify(endpoint.received)).not.toContain('sha256:')
  expect(stderr.split('warning:')).toHaveLength(2)
  expect(stderr).toContain(
    'warning: left out: headers Authorization, Cookie, X-API-KEY (the journal keeps only a hash)\n' +
      "  try: --token -H 'Cookie: …'\n",
  )
})

test('what --token and -H send in the place of a secret is not told as left out', async () => {
  const path = await record(notified(1, 'a', 'EXPIRED', { rawHeaders: SECRETS.slice(0, 3) }))
  const endpoint = await startFixedEndpoint(204)
  const env = { HOOKSTEP_TOKEN: 'canary-token-0001', HOOKSTEP_HEADER: 'cookie: sid=mine-00001' }
  const { stderr } = await runCli(['replay', path, endpoint.url], { env })
  expect(endpoint.received[0]?.headers).toMatchObject({
    authorization: 'Bearer canary-token-0001',
    cookie: 'sid=mine-00001',
  })
  expect(stderr).not.toContain('left out')
})

test('a secret that the journal was not told of is sent, and shown nowhere', async () => {
  const rawHeaders = [['X-Secret-Thing', CANARY]] as const
  const path = await record(notified(1, 'a', 'EXPIRED', { rawHeaders }))
  const endpoint = await startEndpoint(
    (response) =>
      void response.writeHead(302, { location: `http://x/${CANARY}` }).end(`no: ${CANARY}`),
  )
  const cwd = makeTempDir()
  const argv = ['replay', path, endpoint.url, '--report', 'junit,json,har,markdown']
  const text = await runCli(argv, { cwd })
  const json = await runCli(['replay', path, endpoint.url, '--json'])
  expect(endpoint.received[0]?.headers['x-secret-thing']).toBe(CANARY)
  const files = ['hookstep-junit.xml', 'hookstep.json', 'hookstep.har', 'hookstep.md']
  const reports = files.map((name) => readFileSync(join(cwd, 'reports', name), 'utf8'))
  for (const shown of [text.stdout, text.stderr, json.stdout, ...reports]) {
    expect(shown).not.toContain(CANARY)
  }
  const har = JSON.parse(reports[2] as string) as Har
  expect(har.log.entries[0]?.request.headers).toContainEqual({
    name: 'X-Secret-Thing',
    value: '…alue',
  })
})

interface Har {
  readonly log: {
    readonly pages: readonly { readonly title: string }[]
    readonly entries: readonly {
      readonly request: { readonly headers: readonly object[] }
      readonly _interviewId: string
    }[]
  }
}

test('an id that stands in a header is no secret', async () => {
  const id = '65a1b2c3d4e5f60718293a4b'
  const rawHeaders = [['Idempotency-Key', id]] as const
  const path = await record(notified(1, id, 'EXPIRED', { rawHeaders }))
  const { url } = await startFixedEndpoint(204)
  expect((await runCli(['replay', path, url])).stdout).toContain(id)
})

test('the reports are valid, and tell a recorded session each', async () => {
  const path = await record(...TURNS, refused(6, { body: Buffer.from('{') }))
  const { url } = await startEndpoint(
    (response, _, index) => void response.writeHead(index === 3 ? 500 : 204).end(),
  )
  const cwd = makeTempDir()
  const flags = ['--include-refused', '--report', 'junit,json,har,markdown']
  expect((await runCli(['replay', path, url, ...flags], { cwd })).exitCode).toBe(1)
  const read = (name: string): string => readFileSync(join(cwd, 'reports', name), 'utf8')
  const schema = readFileSync(new URL('../schemas/junit-10.xsd', import.meta.url), 'utf8')
  const contents = read('hookstep-junit.xml')
  const { errors } = await validateXML({ xml: [{ fileName: 'x', contents }], schema: [schema] })
  expect(errors).toEqual([])
  expect(contents.match(/<testsuite name="[^"]+"/g)).toEqual([
    '<testsuite name="session 1"',
    '<testsuite name="session 2"',
    '<testsuite name="refused"',
  ])
  const har = JSON.parse(read('hookstep.har')) as Har
  expect(harProblems(har)).toEqual([])
  expect(har.log.pages.map(({ title }) => title)).toEqual([
    'session 1 aaaa',
    'session 2 bbbb',
    'refused -',
  ])
  expect(JSON.parse(read('hookstep.json'))).toMatchObject({
    command: 'replay',
    totals: { deliveries: 6, acknowledged: 5, rejected: 1 },
    sessions: [
      { interviewId: 'aaaa', label: 'session 1', flow: 'replay', deliveries: 3 },
      { interviewId: 'bbbb', label: 'session 2', rejected: 1 },
      { interviewId: '-', label: 'refused', acknowledged: 1 },
    ],
  })
  expect(read('hookstep.md')).toMatch(/`session 2` \| `bbbb` \| 2 \| 1 \| 1 \|/)
})

test('a refused request is left out and told; asked for, it is sent and judged', async () => {
  const path = await record(notified(1, 'a', 'EXPIRED'), refused(2, { body: Buffer.from('{') }))
  const endpoint = await startFixedEndpoint(204)
  const without = await runCli(['replay', path, endpoint.url])
  expect(without.stderr).toContain(
    'note: left out: 1 request (refused when it was recorded)\n  try: --include-refused\n',
  )
  expect(endpoint.received.splice(0)).toHaveLength(1)
  const argv = ['replay', path, endpoint.url, '--include-refused']
  const { stdout, exitCode } = await runCli([...argv, '--json'])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 0, sent: 2 })
  expect(jsonLines(stdout)[2]).toMatchObject({ onboardingStatus: 'bad_json', seq: 2 })
  const text = await runCli(argv)
  expect(text.stderr).not.toContain('left out')
  expect(text.stdout).toMatch(/refused {4}- +1 +1 +0 /)
})

test('a body that was not kept, and what was no POST, cannot be sent and is told', async () => {
  const path = await record(
    notified(1, 'a', 'EXPIRED'),
    refused(2, { body: null, sizeBytes: 2_000_000 }),
    refused(3, { body: null }),
    refused(4, { method: 'GET', body: Buffer.alloc(0) }),
  )
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['replay', path, endpoint.url, '--include-refused'])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 0, sent: 1 })
  expect(stderr).toContain('warning: left out: 2 requests (the body was not kept)\n')
  expect(stderr).toContain('warning: left out: 1 request (not a POST)\n')
})

test('damaged lines are skipped and counted, and a last line that is not whole is told', async () => {
  const path = await record(...TURNS)
  const text = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, [text[0], 'x', text[1]?.replace('bbbb', 'cccc'), ...text.slice(2)].join('\n'))
  appendFileSync(path, text[0]?.slice(0, 100) as string)
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['replay', path, endpoint.url])
  expect({ exitCode, seqs: seqsAt(endpoint) }).toEqual({ exitCode: 0, seqs: [1, 3, 4, 5] })
  expect(stderr).toContain(
    `warning: skipped: 2 damaged lines\n  try: hookstep journal verify ${path}\n`,
  )
  expect(stderr).toContain('note: skipped: the last line, which is not whole, or not yet\n')
})

test('what is added while the replay runs is not replayed', async () => {
  const { journal, path } = await openTestJournal()
  await journal.append(notified(1, 'a', 'EXPIRED'))
  const endpoint = await startEndpoint(
    (response) =>
      void journal
        .append(notified(2, 'a', 'EXPIRED'))
        .then(() => void response.writeHead(204).end()),
  )
  const { exitCode } = await runCli(['replay', path, endpoint.url])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 0, sent: 1 })
})

test('hostile bytes in ids, statuses and header names reach no terminal as they are', async () => {
  const path = await record(
    notified(1, `id${HOSTILE}`, `ST${HOSTILE}`, { rawHeaders: [[`X ${HOSTILE}`, '1']] }),
    notified(2, `id${HOSTILE}`, 'x'.repeat(5000)),
  )
  const { url } = await startFixedEndpoint(500)
  for (const flags of [[], ['--json'], ['--session', `none${HOSTILE}`]]) {
    const { stdout, stderr } = await runCli(['replay', path, url, ...flags])
    // oxlint-disable-next-line no-misleading-character-class
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|\p{Cs}/u)
  }
})

test.each([
  [[], /error\[NOTHING_TO_REPLAY\]: .* holds no request/],
  [['--only', 'EXPIRED'], /error\[NOTHING_TO_REPLAY\]: .* holds no request/],
])('an empty journal with %j ends with exit 2', async (flags, message) => {
  const path = await record()
  const endpoint = await startFixedEndpoint(204)
  const { exitCode, stderr } = await runCli(['replay', path, endpoint.url, ...flags])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 2, sent: 0 })
  expect(stderr).toMatch(message)
})

test('filters that leave nothing are named', async () => {
  const path = await record(...TURNS)
  const flags = ['--only', 'UNKNOWN,X', '--session', 'aaaa', '--seq', '3,7-9']
  const { exitCode, stderr } = await runCli(['replay', path, 'http://127.0.0.1:1/', ...flags])
  expect(exitCode).toBe(2)
  expect(stderr).toBe(
    `error[NOTHING_TO_REPLAY]: none of the 5 requests in ${path} fits --only UNKNOWN,X --session aaaa --seq 3,7-9\n` +
      `  try: hookstep journal list ${path}\n`,
  )
})

test('a journal with refused requests only says what would send them', async () => {
  const path = await record(refused(1), refused(2))
  const { exitCode, stderr } = await runCli(['replay', path, 'http://127.0.0.1:1/'])
  expect(exitCode).toBe(2)
  expect(stderr).toContain(
    `error[NOTHING_TO_REPLAY]: none of the 2 requests in ${path} is a notification; 2 were refused\n  try: --include-refused\n`,
  )
})

test.each([
  ['JOURNAL_UNREADABLE', ['/no/such/journal', 'URL']],
  ['JOURNAL_UNREADABLE', ['/', 'URL']],
  ['MISSING_URL', ['JOURNAL']],
  ['BAD_URL', ['JOURNAL', 'ftp://x']],
  ['USAGE', []],
  ['USAGE', ['JOURNAL', 'URL', '--pace', 'slow']],
  ['BAD_SEQ', ['JOURNAL', 'URL', '--seq', '9-7']],
  ['BAD_SEQ', ['JOURNAL', 'URL', '--seq', '1,,2']],
  ['BAD_SEQ', ['JOURNAL', 'URL', '--seq', '0x1']],
  ['NO_STATUS', ['JOURNAL', 'URL', '--only', ' , ']],
  ['BAD_ID', ['JOURNAL', 'URL', '--session', '']],
])('%s ends replay %j with exit 2 and nothing sent', async (code, args) => {
  const path = await record(...TURNS)
  const endpoint = await startFixedEndpoint(204)
  const argv = args.map((word) => (word === 'URL' ? endpoint.url : word.replace('JOURNAL', path)))
  const { exitCode, stderr } = await runCli(['replay', ...argv])
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 2, sent: 0 })
  expect(stderr).toContain(`error[${code}]`)
})

test('a relative journal starts from the working directory', async () => {
  const path = await record(notified(1, 'a', 'EXPIRED'))
  const endpoint = await startFixedEndpoint(204)
  const cwd = join(path, '..')
  expect((await runCli(['replay', 'j.ndjson', endpoint.url], { cwd })).exitCode).toBe(0)
  expect(endpoint.received).toHaveLength(1)
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends with exit %d and a report of what was sent', async (signal, code) => {
  const path = await record(...TURNS)
  const arrived = { second: (): void => {} }
  const second = new Promise<void>((resolve) => (arrived.second = resolve))
  const endpoint = await startEndpoint((response, _, index) => {
    if (index === 0) response.writeHead(204).end()
    else arrived.second()
  })
  const cwd = makeTempDir()
  const cli = startCli(['replay', path, endpoint.url, '--report', 'json'], { cwd })
  await second
  cli.interrupt(signal)
  const { exitCode, stdout } = await cli.done
  expect(exitCode).toBe(code)
  expect(stdout).toContain(
    '1 of 5 notifications acknowledged, 1 rejected (INTERRUPTED 1), 3 not sent',
  )
  expect(JSON.parse(readFileSync(join(cwd, 'reports', 'hookstep.json'), 'utf8'))).toMatchObject({
    interrupted: true,
    notSent: [{ seq: 3 }, { seq: 4 }, { seq: 5 }],
  })
})

test('Ctrl+C while the journal is read ends with exit 130, and nothing is sent', async () => {
  const path = await record(...TURNS)
  const endpoint = await startFixedEndpoint(204)
  const cli = startCli(['replay', path, endpoint.url])
  cli.interrupt()
  const { exitCode, stderr } = await cli.done
  expect({ exitCode, sent: endpoint.received.length }).toEqual({ exitCode: 130, sent: 0 })
  expect(stderr).toContain('error[INTERRUPTED]: broken off while the journal was read')
})

test('Ctrl+C in a recorded gap ends at once, with what was sent', async () => {
  const path = await record(notified(1, 'a', 'EXPIRED'), notified(59, 'a', 'EXPIRED'))
  const { url } = await startFixedEndpoint(204)
  const cli = startCli(['replay', path, url, '--pace', 'recorded'])
  await cli.stdout.until(/acknowledged/)
  cli.interrupt()
  const { exitCode, stdout } = await cli.done
  expect(exitCode).toBe(130)
  expect(stdout).toContain('1 of 2 notifications acknowledged, 1 not sent')
})

test('latest names the newest journal of the default place, and a file that is none is refused', async () => {
  const state = makeTempDir()
  const nothing = await runCli(['replay', 'latest', 'http://127.0.0.1:1/'], {
    env: { XDG_STATE_HOME: state },
  })
  expect(nothing.exitCode).toBe(2)
  expect(nothing.stderr).toContain('error[NO_JOURNAL]')
  const other = await runCli(['replay', 'package.json', 'http://127.0.0.1:1/'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
  })
  expect(other.stderr).toContain('error[JOURNAL_UNREADABLE]')
})
