import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFixedEndpoint, startRawEndpoint } from '../helpers/endpoint.ts'
import { expectHarmless, HOSTILE } from '../helpers/hostile.ts'
import { arrival, journalOf } from '../helpers/recorded-requests.ts'
import { jsonLines, runCli } from '../helpers/run-cli.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** Row C8 of hardening.md for what an endpoint, an authorization server or a fixture gives to the senders. */

const MIB = 'x'.repeat(1_000_000)
const SENDERS = ['send EXPIRED', 'send-sequence --statuses EXPIRED', 'replay JOURNAL']
const SHAPES = [[], ['--json'], ['--strict', '--debug']]
const JSON_TYPE = 'Content-Type: application/json'

/** An answer of an endpoint, as bytes: what Node's own server would not send. */
function answer(status: string, headers: readonly string[], body = ''): Buffer {
  const bytes = Buffer.from(body)
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, '', '']
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), bytes])
}

/** The hostile text in every place of an answer. */
function answersWith(text: string): Buffer[] {
  const raw = Buffer.from(text).toString('latin1')
  const quoted = JSON.stringify(text)
  return [
    answer(`500 ${raw}`, []),
    answer(raw, []),
    answer('302 Found', [`Location: http://x/${raw}`]),
    answer('302 Found', [`Location: ${encodeURI(`http://x/${text}`)}`]),
    answer('200 OK', [`Content-Type: ${raw}`], '{}'),
    answer('200 OK', [`Content-Type: text/${raw}`], '{}'),
    answer('503 No', [`Retry-After: ${raw}`]),
    answer('200 OK', [JSON_TYPE, `Content-Encoding: ${raw}`], '{}'),
    answer('200 OK', [JSON_TYPE, `X${raw}: 1`], '{}'),
    answer('200 OK', [JSON_TYPE], `{"success":false,"error":${quoted}}`),
    answer('200 OK', [JSON_TYPE], `{"success":false,${quoted}:1}`),
    answer('200 OK', [JSON_TYPE], text),
    answer('400 Bad', [JSON_TYPE], `{"error":${quoted},"message":${quoted}}`),
    answer('400 Bad', ['Content-Type: text/plain'], text),
    answer('200 OK', [JSON_TYPE], `{"id":${quoted},"port":1,"max_conn_count":1,"url":${quoted}}`),
    Buffer.from(text),
  ]
}

/** All of it, which no parser takes as a header, and what may pass one. */
const TEXTS = [HOSTILE, '\u001b[2J', '\u009b2J', '\u202ea']
const ANSWERS = TEXTS.flatMap(answersWith)
const LONG_ANSWERS = [
  answer(`500 ${'x'.repeat(15_000)}`, []),
  answer('302 Found', [`Location: http://x/${'x'.repeat(15_000)}`]),
  answer('200 OK', [`Content-Type: text/${'x'.repeat(15_000)}`]),
  answer('200 OK', [JSON_TYPE], MIB),
  answer('400 Bad', [JSON_TYPE], `{"error":"${MIB}"}`),
  Buffer.from(MIB),
]

async function argvOf(command: string): Promise<string[]> {
  const journal = command.includes('JOURNAL') ? await journalOf([arrival(1, 'EXPIRED', 'i')]) : ''
  return command.replace('JOURNAL', journal).split(' ')
}

test.each(SENDERS)('C8: %s shows no hostile byte of an answer', async (command) => {
  const argv = await argvOf(command)
  let next: Buffer = Buffer.alloc(0)
  const { url } = await startRawEndpoint((socket) => socket.end(next))
  for (next of [...ANSWERS, ...LONG_ANSWERS]) {
    for (const shape of SHAPES) {
      const result = await runCli([...argv, url, ...shape])
      expect([0, 1]).toContain(result.exitCode)
      expectHarmless(result)
    }
  }
})

test('C8: what is hostile in an answer is written out, and cut at 200 characters', async () => {
  const { url } = await startRawEndpoint((socket) => {
    socket.end(answer('302 Found', [`Location: http://x/\u009b2J${'x'.repeat(15_000)}`]))
  })
  const { stdout } = await runCli(['send', 'EXPIRED', url])
  expect(stdout).toMatch(/http:\/\/x\/\\x9b2Jx{150,190}…/)
})

test.each(SENDERS)('C8: %s shows no hostile byte of an authorization server', async (command) => {
  const argv = await argvOf(command)
  const { url } = await startFixedEndpoint(204)
  let next: Buffer = Buffer.alloc(0)
  const tokens = await startRawEndpoint((socket) => socket.end(next))
  const client = ['--oauth-url', tokens.url, '--client-id', HOSTILE]
  const env = { HOOKSTEP_CLIENT_SECRET: 'canary-secret' }
  const refusals = TEXTS.map((text) => JSON.stringify(text)).flatMap((piece) => [
    answer('400 Bad', [JSON_TYPE], `{"error":${piece},"error_description":${piece}}`),
    answer('200 OK', [JSON_TYPE], `{"access_token":${piece},"token_type":${piece}}`),
    answer('200 OK', [JSON_TYPE], `{"access_token":"a","token_type":${piece},"expires_in":9}`),
    answer(
      '200 OK',
      [JSON_TYPE],
      `{"access_token":"a","token_type":"Bearer","expires_in":${piece}}`,
    ),
  ])
  const long = [
    answer('400 Bad', [JSON_TYPE], `{"error":"${MIB.slice(99)}"}`),
    answer('302 Found', [`Location: http://x/${'x'.repeat(15_000)}`]),
  ]
  for (next of [...refusals, ...long]) {
    for (const shape of [[], ['--json'], ['--debug']]) {
      const result = await runCli([...argv, url, ...client, ...shape], { env })
      expect(result.exitCode).toBe(3)
      expectHarmless(result)
    }
  }
})

const IDS = ['--interview-id', HOSTILE, '--external-customer-id', HOSTILE]

test.each([
  ['send EXPIRED', IDS],
  ['send-sequence --statuses EXPIRED', IDS],
  ['replay JOURNAL', []],
])('C8: %s shows no hostile byte of an id', async (command, ids) => {
  const { url } = await startFixedEndpoint(500)
  const hostile = command.replace('JOURNAL', await journalOf([arrival(1, HOSTILE, HOSTILE)]))
  for (const columns of [undefined, 20, 80]) {
    for (const shape of [[], ['--json']]) {
      const argv = [...hostile.split(' '), url, ...ids, '--no-color', ...shape]
      const result = await runCli(argv, columns === undefined ? {} : { columns })
      expect(result.exitCode).toBe(1)
      expectHarmless(result)
    }
  }
})

/** Fixtures whose names, labels and descriptions are hostile: a file cannot be called by all of it. */
function hostileFixtures(): string {
  const dir = makeTempDir()
  const name = HOSTILE.replaceAll(/[/\0]/g, '')
  for (const kind of ['notifications', 'flows']) mkdirSync(join(dir, kind))
  const body = { interviewId: '{{interviewId}}', onboardingStatus: name }
  writeFileSync(join(dir, 'notifications', `${name}.json`), JSON.stringify(body))
  const sessions = [{ label: HOSTILE, statuses: [name] }]
  const flow = { name, description: HOSTILE, abnormal: HOSTILE, sessions }
  writeFileSync(join(dir, 'flows', `${name}.json`), JSON.stringify(flow))
  writeFileSync(join(dir, 'flows', 'bad.json'), JSON.stringify({ ...flow, name: 'bad', [name]: 1 }))
  return dir
}

test('C8: no hostile byte of a fixture is shown', async () => {
  const dir = hostileFixtures()
  const name = HOSTILE.replaceAll(/[/\0]/g, '')
  const { url } = await startFixedEndpoint(500)
  for (const argv of [
    ['send-sequence', url, '--flow', name],
    ['send-sequence', url, '--flow', 'bad'],
    ['send-sequence', url, '--flow', name, '--shuffle', '--duplicate', '1', '--seed', '1'],
    ['send', name, url],
    ['fixtures', 'list'],
    ['fixtures', 'validate'],
    ['fixtures', 'show', 'bad'],
  ]) {
    for (const shape of argv[1] === 'show' ? [[]] : [[], ['--json']]) {
      const result = await runCli([...argv, '--fixtures', dir, ...shape])
      expect(result.exitCode).toBeLessThan(4)
      expectHarmless(result)
    }
  }
})

test('C8: in JSON a hostile id is the same text', async () => {
  const { url } = await startFixedEndpoint(204)
  const { stdout } = await runCli(['send', 'EXPIRED', url, ...IDS, '--json'])
  expect(jsonLines(stdout)[0]).toMatchObject({ interviewId: HOSTILE, externalCustomerId: HOSTILE })
})
