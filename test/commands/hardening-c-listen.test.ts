import { expect, test } from 'vitest'
import { expectHarmless, HOSTILE, HOSTILE_PIECES } from '../helpers/hostile.ts'
import { startRawEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, startCli, type CliResult, type RunningCli } from '../helpers/run-cli.ts'
import { GOOD, JSON_TYPE, request, talk } from '../receiver/raw-receiver.ts'

/** Row C8 of hardening.md for what comes to `listen` from outside, on raw sockets. */

const MIB = 'x'.repeat(1_000_000)
const COMMON = [
  'listen',
  '-p',
  '0',
  '--tunnel',
  'none',
  '--path',
  '*',
  '--no-journal',
  '--no-color',
]

type Ask = readonly [what: string, bytes: Buffer]

const body = (text: string | Buffer, ...headers: string[]): Buffer =>
  request({ headers: [JSON_TYPE, ...headers] }, text)
const latin = (line: string, ...headers: string[]): Buffer =>
  Buffer.concat([
    Buffer.from([line, 'Host: x', ...headers, 'Connection: close', '', ''].join('\r\n'), 'latin1'),
  ])
const json = (fields: object): Buffer =>
  body(JSON.stringify({ interviewId: 'i', onboardingStatus: 'EXPIRED', ...fields }))

/** The hostile text in every place of a request that is shown. */
function asksWith(text: string): Ask[] {
  const raw = Buffer.from(text).toString('latin1')
  const post = 'POST / HTTP/1.1'
  return [
    ['the method', latin(`P${raw}T / HTTP/1.1`)],
    ['the path', latin(`POST /${raw} HTTP/1.1`)],
    ['the path, percent-encoded', latin(`GET /${encodeURIComponent(text)} HTTP/1.1`)],
    ['the query of a path', latin(`GET /?access_token=${raw}&b=${raw} HTTP/1.1`)],
    ['the version', latin(`POST / HTTP/${raw}`)],
    ['a header name', latin(post, `X${raw}: 1`)],
    ...['X-Forwarded-For', 'Content-Type', 'Transfer-Encoding', 'Content-Encoding', 'Expect'].map(
      (name): Ask => [`the value of ${name}`, latin(post, `${name}: ${raw}`, 'Content-Length: 0')],
    ),
    ...['Authorization', 'Content-Length', 'Host'].map((name): Ask => [
      `the value of ${name}`,
      latin(post, JSON_TYPE, `${name}: ${raw}`),
    ]),
    ['a claim of a good request', body(GOOD, `X-Forwarded-For: a\u00c2\u009b2J`)],
    ['interviewId', json({ interviewId: text })],
    ['externalCustomerId', json({ externalCustomerId: text })],
    ['onboardingStatus', json({ onboardingStatus: text })],
    ['an unknown field', json({ [text]: text })],
    ['a field that is sent twice', body(`{${JSON.stringify(text)}:1,${JSON.stringify(text)}:2}`)],
    ['a number too large', body(`{${JSON.stringify(text)}:1e999}`)],
    ['a body that is no JSON', body(text)],
    ['a body that ends in it', body(`{"a":${text}`)],
  ]
}

/** One value of a megabyte, or as long as its place lets it be. */
const LONG: Ask[] = [
  ['a path of 15 KB', latin(`GET /${'x'.repeat(15_000)} HTTP/1.1`)],
  ['a method of 15 KB', latin(`${'x'.repeat(15_000)} / HTTP/1.1`)],
  ['a media type of 15 KB', latin('POST / HTTP/1.1', `Content-Type: ${'x'.repeat(15_000)}`)],
  ['an Expect of 15 KB', latin('POST / HTTP/1.1', `Expect: ${'x'.repeat(15_000)}`)],
  ['an interviewId of 1 MB', json({ interviewId: MIB })],
  ['an externalCustomerId of 1 MB', json({ externalCustomerId: MIB })],
  ['a status of 1 MB', json({ onboardingStatus: MIB })],
  ['a name of 1 MB', json({ [MIB]: 1 })],
  ['a name of 1 MB, twice', body(`{"${MIB.slice(0, 5e5)}":1,"${MIB.slice(0, 5e5)}":2}`)],
  ['a body of 1 MB that is no JSON', body(MIB)],
]

const ASKS: Ask[] = [HOSTILE, ...HOSTILE_PIECES].flatMap(asksWith)

interface Started {
  readonly cli: RunningCli
  readonly port: number
}

async function listen(flags: readonly string[], columns?: number): Promise<Started> {
  const options = columns === undefined ? {} : { columns }
  const cli = startCli([...COMMON, ...flags], options)
  const stream = flags.includes('--json') ? cli.stdout : cli.stderr
  const [, port] = await stream.until(/http:\/\/127\.0\.0\.1:(\d+)/)
  return { cli, port: Number(port) }
}

/** Sends all of them, then a good one; every one that is told of was told harmlessly. */
async function expectShown({ cli, port }: Started, asks: readonly Ask[]): Promise<CliResult> {
  for (const [what, bytes] of asks) {
    const { statuses } = await talk(port, bytes)
    expect({ what, answers: statuses.length }).toEqual({ what, answers: 1 })
  }
  const { statuses } = await talk(port, body(GOOD.replace('i1', 'next-good')))
  expect(statuses).toEqual([204])
  cli.interrupt()
  const result = await cli.done
  expect(result.exitCode).toBe(0)
  expectHarmless(result)
  expect(result.stdout).toContain('next-good')
  return result
}

test.each([
  ['text', [], undefined],
  ['text in 20 columns', [], 20],
  ['text in 80 columns', [], 80],
  ['strict text', ['--strict'], undefined],
  ['JSON', ['--json'], undefined],
  ['strict JSON', ['--json', '--strict'], undefined],
] as const)('C8: listen shows no hostile byte of a request: %s', async (_, flags, columns) => {
  await expectShown(await listen(flags, columns), ASKS)
})

test.each([
  ['text', []],
  ['strict text', ['--strict']],
  ['JSON', ['--json']],
] as const)('C8: listen cuts values of a megabyte: %s', async (_, flags) => {
  await expectShown(await listen(flags), LONG)
})

test('C8: what is hostile is written out, and in JSON the same text', async () => {
  const { stdout } = await expectShown(await listen([]), ASKS)
  expect(stdout).toContain(
    'no bearer a\\x1b]52;c;QUFB\\x07\\x1b[2Jb\\x0dc\\x9b2Jd\\u202ee\\u2066f\\x7fg',
  )
  expect(stdout).toContain('POST /\\x1b[2J\n')
  const told = jsonLines((await expectShown(await listen(['--json']), ASKS)).stdout)
  expect(told).toContainEqual(expect.objectContaining({ externalCustomerId: HOSTILE }))
})

const BASIC = `Basic ${Buffer.from(`${HOSTILE}:secret`).toString('base64')}`
const MY_CLIENT = `Authorization: Basic ${Buffer.from('me:canary-secret').toString('base64')}`
const encoded = encodeURIComponent(HOSTILE)

test.each([
  ['text', []],
  ['JSON', ['--json']],
])('C8: listen shows no hostile byte of a token request: %s', async (_, flags) => {
  const client = ['--oauth', '--client-id', 'me', '--client-secret', 'canary-secret']
  const { cli, port } = await listen([...flags, ...client])
  const form = 'Content-Type: application/x-www-form-urlencoded'
  for (const [headers, text] of [
    [[form, `Authorization: ${BASIC}`], 'grant_type=client_credentials'],
    [[form, MY_CLIENT], `grant_type=${encoded}`],
    [[form, MY_CLIENT], `grant_type=client_credentials&scope=${encoded}`],
    [[form, MY_CLIENT], `${encoded}=1&${encoded}=2`],
    [[`Content-Type: ${Buffer.from('é\u009b').toString('latin1')}`, MY_CLIENT], HOSTILE],
  ] as const) {
    const line = 'POST /oauth/token HTTP/1.1'
    expect((await talk(port, request({ line, headers }, text))).statuses).toHaveLength(1)
  }
  cli.interrupt()
  expectHarmless(await cli.done)
})

const APP_ANSWERS = HOSTILE_PIECES.flatMap((piece) => {
  const raw = Buffer.from(piece).toString('latin1')
  const length = `Content-Length: ${Buffer.byteLength(piece)}`
  return [
    `HTTP/1.1 500 ${raw}\r\nContent-Length: 0\r\n\r\n`,
    `HTTP/1.1 302 Found\r\nLocation: http://x/${raw}\r\nContent-Length: 0\r\n\r\n`,
    `HTTP/1.1 200 OK\r\nContent-Type: ${raw}\r\nContent-Length: 0\r\n\r\n`,
    `HTTP/1.1 200 OK\r\nX${raw}: 1\r\nContent-Length: 0\r\n\r\n`,
    `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n${length}\r\n\r\n${raw}`,
    raw,
  ]
})

test.each([
  ['text', []],
  ['text, --ack-first', ['--ack-first']],
  ['JSON', ['--json']],
  ['JSON, --ack-first', ['--json', '--ack-first']],
])("C8: listen shows no hostile byte of the app's answer: %s", async (_, flags) => {
  const answers = [...APP_ANSWERS]
  const app = await startRawEndpoint((socket) => {
    socket.end(Buffer.from(answers.shift() ?? 'HTTP/1.1 204 N\r\n\r\n', 'latin1'))
  })
  const started = await listen([...flags, '--forward-to', app.url])
  await expectShown(
    started,
    APP_ANSWERS.map((answer): Ask => [answer, json({})]),
  )
})
