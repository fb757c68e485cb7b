import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../src/journal/record.ts'
import { renderRecordedCurl } from '../../src/report/journal/recorded-curl.ts'
import { makeRecord } from '../journal/rig.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const HASH = 'sha256:0123abcd'

interface CurlRun {
  readonly args: string[]
  readonly stdin: string
  /** The files that are there afterwards. */
  readonly files: string[]
}

/** What curl gets from a POSIX shell: a stand-in writes its arguments and its input down. */
function run(command: string, env: Record<string, string> = {}): CurlRun {
  const bin = makeTempDir()
  const cwd = makeTempDir()
  const script = [
    '#!/bin/sh',
    `for arg in "$@"; do printf '%s' "$arg" | base64 -w0; echo; done`,
    'echo -',
    '[ "${*##*@-}" = "" ] && base64 -w0',
    'exit 0',
  ]
  writeFileSync(join(bin, 'curl'), script.join('\n'), { mode: 0o755 })
  // A file: the command may be longer than an argument.
  writeFileSync(join(bin, 'command'), command)
  const output = execFileSync('sh', [join(bin, 'command')], {
    encoding: 'latin1',
    cwd,
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, LC_ALL: 'C', ...env },
  })
  const [args = '', stdin = ''] = output.split('-\n')
  const decode = (text: string): string => Buffer.from(text, 'base64').toString('latin1')
  return {
    args: args.trimEnd().split('\n').map(decode),
    stdin: decode(stdin),
    files: readdirSync(cwd),
  }
}

function curlOf(changes: Partial<RequestRecord>): string {
  return renderRecordedCurl(makeRecord(1, changes))
}

test('the command sends the request again; curl makes the headers of the connection by itself', () => {
  const command = curlOf({
    path: "/hook?a=1&b='x'",
    rawHeaders: [
      ['Host', '127.0.0.1:4840'],
      ['content-type', 'application/json'],
      ['Content-Length', '9'],
      ['X-Quote', `it's "$HOME"`],
      ['X-Empty', ''],
      ['Authorization', HASH],
    ],
    body: Buffer.from(`{"a":"'"}`),
  })
  expect(run(command, { HOOKSTEP_HEADER_AUTHORIZATION: 'Bearer x' }).args).toEqual([
    '--request',
    'POST',
    'http://127.0.0.1:4840/hook?a=1&b=%27x%27',
    '--header',
    'content-type: application/json',
    '--header',
    `X-Quote: it's "$HOME"`,
    '--header',
    'X-Empty;',
    '--header',
    'Authorization: Bearer x',
    '--data-raw',
    `{"a":"'"}`,
  ])
})

test.each([
  ['/hook?token=abcdefghijkl', '/hook?token=q'],
  ['/hook?a=1&Token=abcdefghijkl&b=2', '/hook?a=1&Token=q&b=2'],
  [`/it's'?a='&%74oken='$(touch hit)'`, `/it's'?a=%27&%74oken=q`],
  ['/hook?token=', '/hook?token='],
  ['/hook?token', '/hook?token'],
])('of %s, the secret in the query is a variable', (path, asked) => {
  const { args, files } = run(curlOf({ path }), { HOOKSTEP_QUERY_TOKEN: 'q' })
  expect(args[2]).toBe(`http://127.0.0.1${asked}`)
  expect(files).toEqual([])
})

test('a request without a type stays without one, and one without a body, too', () => {
  const { args } = run(curlOf({ rawHeaders: [] }))
  expect(args.slice(0, 5)).toEqual([
    '--request',
    'POST',
    'http://localhost/webhook',
    '--header',
    'Content-Type:',
  ])
  const empty = new Uint8Array()
  expect(run(curlOf({ rawHeaders: [], body: empty, method: 'GET' })).args).toEqual([
    '--request',
    'GET',
    'http://localhost/webhook',
  ])
  expect(run(curlOf({ rawHeaders: [], body: null, method: 'HEAD' })).args[0]).toBe('--head')
})

test.each([
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x00, 0x7d])],
  ['what a terminal would act on', Buffer.from('{"a":"\u001b[2J\u009b\u202e\r"}')],
  ['more than a command line takes', Buffer.alloc(200_000, 'x')],
])('a body of %s is piped in', (_what, body) => {
  const { args, stdin } = run(curlOf({ body }))
  expect(args.slice(-2)).toEqual(['--data-binary', '@-'])
  expect(Buffer.from(stdin, 'latin1').equals(body)).toBe(true)
})

test('headers reach curl byte for byte, and a terminal gets none of them raw', () => {
  const value = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1)).join('')
  const command = curlOf({ rawHeaders: [['-X', value]] })
  expect(command).toMatch(/^[\x20-\x7e\n]*$/)
  expect(run(command).args).toContain(`-X: ${value}`)
})

test('nothing in a request is run by the shell', () => {
  const attack = '`touch hit`$(touch hit)\'"; touch hit; #'
  const command = curlOf({
    method: `M${attack}`,
    path: `/${attack}`,
    rawHeaders: [
      ['Host', `h${attack}`],
      [`N${attack}`, HASH],
      ['X', attack],
      [`é${attack}`, `é${attack}`],
    ],
    body: Buffer.from(attack),
  })
  const { args, files } = run(command)
  expect(args).toContain(`X: ${attack}`)
  expect(args).toContain(`é${attack}: é${attack}`)
  expect(args).toContain(attack)
  expect(files).toEqual([])
})
