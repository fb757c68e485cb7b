import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultJournalPath } from '../../src/journal/default-path.ts'
import { latestJournal } from '../../src/journal/latest-journal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { writeRecords } from './rig.ts'

function stateWith(...names: readonly string[]): { env: Record<string, string>; folder: string } {
  const state = makeTempDir()
  const folder = join(state, 'hookstep')
  mkdirSync(folder)
  for (const name of names) writeFileSync(join(folder, name), '')
  return { env: { XDG_STATE_HOME: state }, folder }
}

test('the newest journal of the default place is the last one by name where none holds anything', async () => {
  const { env, folder } = stateWith(
    '2026-01-02T03-04-05-678Z.ndjson',
    '2026-01-10T03-04-05-678Z.ndjson',
    '2025-12-31T23-59-59-999Z.ndjson',
    // What is beside a journal, and what somebody else put there.
    '2026-02-01T03-04-05-678Z.ndjson.lock-1-2-0123abcd',
    '2026-02-01T03-04-05-678Z.ndjson.torn-2026-02-01T03-04-05-678Z',
    'zzz.ndjson',
  )
  expect(await latestJournal(env)).toBe(join(folder, '2026-01-10T03-04-05-678Z.ndjson'))
})

test('the newest journal is one that holds something, whoever may have an empty one open', async () => {
  const { env, folder } = stateWith(
    '2026-01-01T03-04-05-678Z.ndjson',
    '2026-01-03T03-04-05-678Z.ndjson',
    '2026-01-03T03-04-05-678Z.ndjson.lock-1-2-0123abcd',
  )
  // What is taken away between the look into the folder and the look at the file.
  symlinkSync('gone', join(folder, '2026-01-04T03-04-05-678Z.ndjson'))
  const path = writeRecords(1, join(folder, '2026-01-02T03-04-05-678Z.ndjson'))
  expect(await latestJournal(env)).toBe(path)
})

test('it finds what the default place is named', async () => {
  const state = makeTempDir()
  const path = defaultJournalPath({ XDG_STATE_HOME: state }, new Date())
  mkdirSync(join(state, 'hookstep'))
  writeFileSync(path, '')
  expect(await latestJournal({ XDG_STATE_HOME: state })).toBe(path)
})

test.each([
  ['no folder', () => makeTempDir()],
  [
    'a file in the place of the folder',
    () => {
      const state = makeTempDir()
      writeFileSync(join(state, 'hookstep'), '')
      return state
    },
  ],
  ['an empty folder', () => stateWith().env['XDG_STATE_HOME'] as string],
])('with %s there is no journal, and the error names the place', async (_what, makeState) => {
  const state = makeState()
  await expect(latestJournal({ XDG_STATE_HOME: state })).rejects.toMatchObject({
    code: 'NO_JOURNAL',
    exitCode: 2,
    message: `there is no journal in ${join(state, 'hookstep')}`,
    hint: 'hookstep listen',
  })
})

test('a place that cannot be looked into says why', async () => {
  const env = { XDG_STATE_HOME: `/${'x'.repeat(300)}` }
  await expect(latestJournal(env)).rejects.toMatchObject({
    code: 'JOURNAL_UNREADABLE',
    message: expect.stringContaining('ENAMETOOLONG') as string,
  })
})
