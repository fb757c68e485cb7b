import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import { verifyJournal } from '../../journal/read-journal.ts'
import { toJsonLine } from '../../report/harmless.ts'
import { renderVerification } from '../../report/journal/verification.ts'
import { problemRecord, verificationRecord } from '../../report/json/journal-records.ts'
import { createStyle } from '../../report/style.ts'
import type { CommandDefinition } from '../command.ts'
import { requireGoOn } from './read-selected.ts'
import { addJournalFile, findJournal, type JournalFileFlags } from './journal-file.ts'

interface Flags extends JournalFileFlags {
  readonly json?: boolean
}

/** `hookstep journal verify`: whether every line of a journal is whole (hardening J2). */
export const verify: CommandDefinition = (group, context, finish) => {
  const command = group
    .command('verify')
    .summary('check every line; exit code 1 when one is damaged')
    .description(
      'Reads a whole journal and checks every line by its CRC. Damaged lines are told with their place in ' +
        'the file and left as they are; exit code 1. Nothing is written.',
    )
  addJournalFile(command)
    .option('--json', 'print NDJSON: problem and summary records')
    .action(async (file: string | undefined, flags: Flags) =>
      finish(await run(await findJournal(file, flags, context), flags, context)),
    )
}

async function run(path: string, { json }: Flags, context: Context): Promise<ExitCode> {
  const { stdout, env, signal } = context
  const found = await verifyJournal(path, signal).catch((error: unknown) => {
    requireGoOn(context)
    throw error
  })
  if (json === true) {
    const records = [...found.problems.map(problemRecord), verificationRecord(path, found)]
    for (const record of records) stdout.write(toJsonLine(record, stdout.redact))
  } else stdout.write(renderVerification(path, found, createStyle(stdout, env)))
  return found.problemCount === 0 ? 0 : 1
}
