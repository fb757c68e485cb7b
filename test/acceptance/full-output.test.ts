import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { startFixedEndpoint } from '../helpers/endpoint.ts'
import { postOften } from '../helpers/post-often.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { readSeqs, writeRecords } from '../journal/rig.ts'

/** A disk without space where standard output goes: the system has a device that is one. */

const BIN = builtCopy()
const FULL = '/dev/full'
const hasFull = existsSync(FULL)
const NOT_WRITTEN =
  'error[OUTPUT_NOT_WRITTEN]: standard output cannot be written: ENOSPC: no space left on device, write\n' +
  '  try: > FILE on another disk\n'

function openFull(): number {
  const fd = openSync(FULL, 'w')
  onTestFinished(() => closeSync(fd))
  return fd
}

/** Starts hookstep with its standard output on a full disk. */
function start(args: readonly string[], stderr: 'pipe' | number = 'pipe') {
  const child = spawn(process.execPath, [BIN, ...args], {
    stdio: ['ignore', openFull(), stderr],
    cwd: makeTempDir(),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (more: string) => (text += more))
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number, text }))
  return { child, ended }
}

test.runIf(hasFull).each([
  ['--version', []],
  ['--help', []],
  ['fixtures show', ['full']],
  ['export k6', ['http://127.0.0.1:3000/']],
  ['journal export', ['JOURNAL']],
  ['journal list', ['JOURNAL']],
  ['load', ['URL', '--sessions', '3']],
  ['send', ['EXPIRED', 'URL']],
])('%s whose output finds no space says so, exit 3', async (command, rest) => {
  const { url } = await startFixedEndpoint(204)
  const values: Readonly<Record<string, string>> = { URL: url, JOURNAL: writeRecords(3) }
  const args = [...command.split(' '), ...rest.map((word) => values[word] ?? word)]
  const { exitCode, text } = await start(args).ended
  expect(text).toContain(NOT_WRITTEN)
  expect(exitCode).toBe(3)
})

test.runIf(hasFull)('with --json the error is an object', async () => {
  const { url } = await startFixedEndpoint(204)
  const { exitCode, text } = await start(['load', url, '--sessions', '3', '--json']).ended
  expect(JSON.parse(text)).toMatchObject({ type: 'error', code: 'OUTPUT_NOT_WRITTEN', exitCode: 3 })
  expect(exitCode).toBe(3)
})

test.runIf(hasFull)(
  'what was wrong before it keeps its exit code, and a full standard error does not matter',
  async () => {
    const wrong = await start(['send', 'NOPE', 'http://127.0.0.1:3000/']).ended
    expect(wrong.exitCode).toBe(2)
    // It had printed nothing.
    expect(wrong.text).not.toContain('OUTPUT_NOT_WRITTEN')
    expect((await start(['--help'], openFull()).ended).exitCode).toBe(3)
    const quiet = spawnSync(process.execPath, [BIN, 'relay', '--help'], {
      stdio: ['ignore', 'pipe', openFull()],
    })
    expect(quiet.status).toBe(0)
  },
)

test.runIf(hasFull).each([
  ['SIGINT', 3],
  ['SIGTERM', 143],
] as const)(
  'listen whose output finds no space keeps and acknowledges everything, and says so at its end by %s, exit %d',
  async (signal, exitCode) => {
    const journal = join(makeTempDir(), 'j.ndjson')
    const { child, ended } = start([
      'listen',
      '--port',
      '0',
      '--tunnel',
      'none',
      '--journal',
      journal,
    ])
    const url = await firstUrl(child.stderr as NodeJS.ReadableStream)
    expect((await postOften(url, 50)).statuses).toEqual({ 204: 50 })
    child.kill(signal)
    const end = await ended
    expect(end.text).toContain(NOT_WRITTEN)
    expect(end.exitCode).toBe(exitCode)
    expect(await readSeqs(journal)).toHaveLength(50)
  },
)

async function firstUrl(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stderr)) {
    const url = /local +(http:\S+)/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error('it ended')
}

test('a file that takes only a part of it is no success', () => {
  const path = join(makeTempDir(), 'out')
  // Bash and dash count in blocks of their own: the least is less than the help is long.
  const script = 'ulimit -f 1; exec "$0" "$@" > "$OUT"'
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', script, process.execPath, BIN, 'listen', '--help'],
    {
      env: { ...process.env, OUT: path },
      encoding: 'utf8',
    },
  )
  expect(readFileSync(path).length).toBeLessThanOrEqual(1024)
  expect(stderr).toContain('error[OUTPUT_NOT_WRITTEN]: standard output cannot be written: EFBIG')
  expect(status).toBe(3)
})
