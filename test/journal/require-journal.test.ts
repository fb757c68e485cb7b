import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/journal/codec.ts'
import { requireJournal } from '../../src/journal/require-journal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { makeRecord } from './rig.ts'

const LINE = encodeRecord(makeRecord(1))

function fileOf(...parts: readonly (string | Buffer)[]): string {
  const path = join(makeTempDir(), 'j.ndjson')
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))))
  return path
}

function flipped(): Buffer {
  const line = Buffer.from(LINE)
  line[40] = (line[40] as number) ^ 1
  return line
}

test.each([
  ['nothing', ''],
  ['a record', LINE],
  ['a record without its line feed', LINE.subarray(0, -1)],
  ['a record behind a megabyte of something else', `${'x'.repeat(1e6)}\n${LINE.toString()}`],
  ['only a record with a flipped bit', flipped()],
  ['only the torn beginning of a record', LINE.subarray(0, 30)],
  ['only a record whose end is zeros', Buffer.concat([LINE.subarray(0, 50), Buffer.alloc(512)])],
])('a file that holds %s is a journal', async (_what, content) => {
  await expect(requireJournal(fileOf(content))).resolves.toBeUndefined()
})

test.each([
  ['JSON', '{"a":1}\n'],
  ['what listen --json prints', '{"type":"notification","seq":1}\n'],
  ['zeros', Buffer.alloc(4096)],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['one long line', 'x'.repeat(20 * 1024 * 1024)],
])('a file that holds %s is none', async (_what, content) => {
  await expect(requireJournal(fileOf(content))).rejects.toMatchObject({
    code: 'JOURNAL_UNREADABLE',
    exitCode: 2,
    message: expect.stringContaining('it holds something else') as string,
  })
})

test('a directory is none', async () => {
  const path = join(makeTempDir(), 'j')
  mkdirSync(path)
  await expect(requireJournal(path)).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE' })
})
