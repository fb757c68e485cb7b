import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/journal/codec.ts'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { makeRecord, writeRecords } from '../journal/rig.ts'

/** The real command with real pipes: what no stream in memory shows. */
const BIN = builtCopy()

/** A shell command in which `$hookstep` is hookstep. */
function shell(command: string) {
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command], {
    env: { PATH: process.env['PATH'] ?? '', hookstep: `${process.execPath} ${BIN}` },
    maxBuffer: 64 * 1024 * 1024,
  })
  return { stdout, stderr: stderr.toString(), status }
}

test.each(['list', 'list --json', 'export', 'export --format har'])(
  'C7: journal %s | head -1 prints a line and ends quietly',
  (command) => {
    const path = writeRecords(20_000)
    const { stdout, stderr } = shell(
      `{ $hookstep journal ${command} ${path}; echo "exit code $?" >&2; } | head -1`,
    )
    expect(stdout.toString().trimEnd().split('\n')).toHaveLength(1)
    expect(stderr).toBe('exit code 0\n')
  },
)

test('journal show --body puts the very bytes into a pipe', () => {
  const body = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256))
  const path = join(makeTempDir(), 'j.ndjson')
  writeFileSync(path, encodeRecord(makeRecord(1, { body })))
  const { stdout, stderr } = shell(`$hookstep journal show last ${path} --body | cat`)
  expect(stderr).toBe('')
  expect(stdout.equals(body)).toBe(true)
})

test('a journal of 60 MB is listed in bounded memory', () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const body = Buffer.alloc(2000, 'x')
  const part = Array.from({ length: 5000 }, (_, index) =>
    encodeRecord(makeRecord(index + 1, { body })),
  )
  for (let times = 0; times < 5; times += 1) {
    writeFileSync(path, Buffer.concat(part), { flag: 'a' })
  }
  // With this little for its objects, Node ends where the file is held in memory.
  const node = `${process.execPath} --max-old-space-size=48 ${BIN}`
  const { stdout, stderr, status } = shell(`${node} journal list ${path} --limit 2`)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.toString().trimEnd().split('\n')).toHaveLength(2)
})
