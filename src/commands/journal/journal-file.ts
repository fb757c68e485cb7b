import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../../context.ts'
import { latestJournal } from '../../journal/latest-journal.ts'
import { requireJournal } from '../../journal/require-journal.ts'
import { createStyle, indented } from '../../report/style.ts'
import { warn } from '../notices.ts'

export interface JournalFileFlags {
  readonly journal?: string
}

/** Adds what names the journal to read: an argument, and the flag that `listen` writes one with. */
export function addJournalFile(command: Command): Command {
  return command
    .argument('[file]', 'a journal; without it --journal, or else the newest of the default place')
    .option('--journal <file>', 'the same as [file], for HOOKSTEP_JOURNAL and the configuration')
}

/**
 * The path of the journal to read, which is one. Where nobody named it, standard error tells which it
 * is. Throws `NO_JOURNAL` or `JOURNAL_UNREADABLE`.
 */
export async function findJournal(
  file: string | undefined,
  flags: JournalFileFlags,
  context: Context,
): Promise<string> {
  const { env, cwd, stderr } = context
  const named = file ?? flags.journal
  const path = named === undefined ? await latestJournal(env) : resolve(cwd, named)
  await requireJournal(path)
  if (named !== undefined) return path
  const style = createStyle(stderr, env)
  stderr.write(`${indented(style.paint.dim(style.showMessage(path)), 0, style)}\n`)
  return path
}

/** Warns of damaged lines that were skipped. */
export function warnOfDamage(problemCount: number, path: string, context: Context): void {
  if (problemCount === 0) return
  const lines = problemCount === 1 ? '1 damaged line was' : `${problemCount} damaged lines were`
  warn(context, `${lines} skipped`, `hookstep journal verify ${path}`)
}
