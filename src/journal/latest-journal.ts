import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Environment } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { defaultJournalPath } from './default-path.ts'
import { codeOf } from './journal-error.ts'

/** The names that `defaultJournalPath` gives: a moment, so that the newest sorts last. */
const OWN_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.ndjson$/

/**
 * The newest journal of the default place that holds anything, by its name; the newest of all where none does. An empty
 * one is that of a run that has received nothing yet, or was killed before it had. Throws `NO_JOURNAL` where there is
 * none, and `JOURNAL_UNREADABLE` where the folder cannot be read.
 */
export async function latestJournal(env: Environment): Promise<string> {
  const folder = dirname(defaultJournalPath(env, new Date(0)))
  const names = await readdir(folder).catch((cause: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause))) return []
    throw new CliError(
      'JOURNAL_UNREADABLE',
      `cannot look for journals: ${folder}: ${(cause as Error).message}`,
      {
        hint: 'the path of a journal instead',
        cause,
      },
    )
  })
  const latestFirst = names
    .filter((name) => OWN_NAME.test(name))
    .sort()
    .toReversed()
    .map((name) => join(folder, name))
  const [newest] = latestFirst
  if (newest !== undefined) return (await firstWithContent(latestFirst)) ?? newest
  throw new CliError('NO_JOURNAL', `there is no journal in ${folder}`, {
    hint: 'hookstep listen',
  })
}

async function firstWithContent(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    // One that ended meanwhile, and held nothing, is gone.
    const { size } = await stat(path).catch(() => ({ size: 0 }))
    if (size > 0) return path
  }
  return undefined
}
