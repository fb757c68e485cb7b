import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Environment } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { defaultJournalPath } from './default-path.ts'
import { codeOf } from './journal-error.ts'

/** The names that `defaultJournalPath` gives: a moment, so that the newest sorts last. */
const OWN_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.ndjson$/

/**
 * The newest journal of the default place, by its name. Throws `NO_JOURNAL` where there is none, and
 * `JOURNAL_UNREADABLE` where the folder cannot be read.
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
  const newest = names
    .filter((name) => OWN_NAME.test(name))
    .sort()
    .at(-1)
  if (newest !== undefined) return join(folder, newest)
  throw new CliError('NO_JOURNAL', `there is no journal in ${folder}`, {
    hint: 'hookstep listen',
  })
}
