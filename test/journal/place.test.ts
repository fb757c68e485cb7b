import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTempDir } from '../helpers/temp-dir.ts'
import {
  faultyFiles,
  makeRecord,
  openTestJournal,
  readSeqs,
  startChild,
  systemError,
  writeRecords,
} from './rig.ts'

test.each<[string, string, (path: string) => string]>([
  ['a device', 'it is not a regular file', () => '/dev/full'],
  ['a directory', 'it is a directory', (path) => (mkdirSync(path), path)],
  ['a pipe', 'it is not a regular file', (path) => (execFileSync('mkfifo', [path]), path)],
  ['a symbolic link', 'it is a symbolic link', (path) => (symlinkSync('elsewhere', path), path)],
  ['a read-only file', 'it is read-only', (path) => (makeReadOnly(path), path)],
  ['missing its folder', 'its folder does not exist', (path) => join(path, 'j.ndjson')],
  ['below a file', 'ENOTDIR', (path) => (writeFileSync(path, ''), join(path, 'j.ndjson'))],
])('a journal that is %s is refused: %s (J6)', async (_name, why, make) => {
  const path = make(join(makeTempDir(), 'j'))
  const opening = openTestJournal({ path })
  await expect(opening).rejects.toMatchObject({
    name: 'CliError',
    code: 'JOURNAL_NOT_WRITABLE',
    exitCode: 3,
    hint: expect.stringMatching(/^(--journal FILE|mkdir -p|chmod u\+w)/) as string,
  })
  await expect(opening).rejects.toThrow(`the journal ${path} cannot be written: ${why}`)
  expect(locksIn(dirname(path))).toEqual([])
})

function locksIn(folder: string): string[] {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory()
  return isFolder ? readdirSync(folder).filter((name) => name.includes('.lock-')) : []
}

function makeReadOnly(path: string): void {
  writeRecords(1, path)
  chmodSync(path, 0o444)
}

test.each(['EACCES', 'EROFS', 'ENOSPC', 'ELOOP'])(
  'a journal that the system refuses with %s is not writable, and its lock is given back',
  async (code) => {
    const rig = faultyFiles()
    const path = join(makeTempDir(), 'j')
    rig.faults = { open: () => Promise.reject(systemError(code)) }
    await expect(openTestJournal({ path, files: rig.files })).rejects.toMatchObject({
      code: 'JOURNAL_NOT_WRITABLE',
      cause: { code },
    })
    expect(readdirSync(dirname(path))).toEqual([])
  },
)

test('a path that cannot be looked at is not writable', async () => {
  const rig = faultyFiles()
  rig.faults = { stat: () => Promise.reject(systemError('EACCES')) }
  const opening = openTestJournal({ files: rig.files })
  await expect(opening).rejects.toMatchObject({ code: 'JOURNAL_NOT_WRITABLE' })
})

test('a file that cannot be made private, or whose torn tail cannot be cut, is not writable', async () => {
  const path = writeRecords(1)
  chmodSync(path, 0o644)
  const rig = faultyFiles()
  rig.faults = { chmod: () => Promise.reject(systemError('EPERM')) }
  await expect(openTestJournal({ path, files: rig.files })).rejects.toMatchObject({
    code: 'JOURNAL_NOT_WRITABLE',
    cause: { code: 'EPERM' },
  })
  writeFileSync(path, 'torn', { flag: 'a' })
  rig.faults = { truncate: () => Promise.reject(systemError('EIO')) }
  await expect(openTestJournal({ path, files: rig.files })).rejects.toMatchObject({
    cause: { code: 'EIO' },
  })
})

test('a disk without space for the newline or the torn tail is told at the start', async () => {
  const path = writeRecords(2)
  const { size } = statSync(path)
  const rig = faultyFiles()
  rig.faults = { write: async () => 0 }
  for (const cut of [size - 1, size - 2]) {
    truncateSync(path, cut)
    await expect(openTestJournal({ path, files: rig.files })).rejects.toMatchObject({
      code: 'JOURNAL_NOT_WRITABLE',
    })
    expect(statSync(path).size).toBe(cut)
  }
  rig.faults = { open: async () => Promise.reject(systemError('EACCES')) }
  await expect(openTestJournal({ path, files: rig.files })).rejects.toThrow('EACCES')
})

test('a folder is made on request, for nobody else to read', async () => {
  const path = join(makeTempDir(), 'a', 'b', 'j.ndjson')
  const { journal } = await openTestJournal({ path, createFolder: true })
  expect(journal.path).toBe(path)
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
})

test.each(['000', '077', '777'])('the file is private under umask %s (J10)', async (umask) => {
  const path = join(makeTempDir(), 'j')
  const shell = ['sh', '-c', `umask ${umask}; exec "$0" "$@"`]
  const child = await startChild('flood', [path, 1, 3], shell)
  await child.ended
  expect(child.lines.slice(1)).toEqual(['ack 1', 'ack 2', 'ack 3'])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a file that others could read is made private', async () => {
  const path = writeRecords(1)
  chmodSync(path, 0o666)
  const { journal } = await openTestJournal({ path })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  await journal.append(makeRecord(2))
  expect(await readSeqs(path)).toEqual([1, 2])
})
