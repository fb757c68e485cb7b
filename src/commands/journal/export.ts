import { Option } from 'commander'
import type { Context } from '../../context.ts'
import { CliError, type ExitCode } from '../../contract/errors.ts'
import { isFixtureName, writeFixtures } from '../../fixtures/write-fixtures.ts'
import type { RecordedExchange } from '../../journal/collect-exchanges.ts'
import { renderJournalHar } from '../../report/har/render-journal-har.ts'
import { toJsonLine } from '../../report/harmless.ts'
import { describeLeftOut } from '../../report/journal/left-out.ts'
import { exchangeRecord, lateRecord } from '../../report/json/journal-records.ts'
import { count } from '../../report/text/units.ts'
import type { CommandDefinition } from '../command.ts'
import { note } from '../notices.ts'
import { writeExport } from '../write-export.ts'
import { collectFixtures } from './collect-fixtures.ts'
import { addJournalFile, findJournal, warnOfDamage, type JournalFileFlags } from './journal-file.ts'
import { readSelected, type Reading, type SelectedEntry } from './read-selected.ts'
import { addSelectionFlags, toSelection, type SelectionFlags } from './selection-flags.ts'

const FORMATS = ['ndjson', 'har', 'fixtures'] as const

interface Flags extends JournalFileFlags, SelectionFlags {
  readonly format: (typeof FORMATS)[number]
  readonly out: string
  readonly flowName: string
  readonly force?: boolean
}

/** `hookstep journal export`: what was received, in a format that others read. */
export const exportJournal: CommandDefinition = (group, context, finish) => {
  const command = group
    .command('export')
    .summary('write the requests as NDJSON, HAR, or fixtures')
    .description(
      'Writes what a journal holds for others: ndjson, an object for each request with its forward and its reply; ' +
        'har, HAR 1.2 for a network panel; fixtures, a folder for --fixtures, with the first notification of each ' +
        'status as its template and the recorded sessions as a flow.',
    )
  addSelectionFlags(addJournalFile(command))
    .addOption(new Option('--format <format>', 'what to write').choices(FORMATS).default('ndjson'))
    .option('--out <path>', 'the file, - for standard output; of fixtures the folder', '-')
    .option('--flow-name <name>', 'of fixtures the name of the flow', parseFlowName, 'recorded')
    .option('--force', 'replace files that are there')
    .action(async (file: string | undefined, flags: Flags) => {
      requireFolder(flags)
      finish(await run(await findJournal(file, flags, context), flags, context))
    })
}

function parseFlowName(text: string): string {
  if (isFixtureName(text)) return text
  throw new CliError(
    'BAD_NAME',
    `--flow-name: ${JSON.stringify(text)} cannot be the name of a file`,
    {
      hint: '--flow-name recorded',
    },
  )
}

function requireFolder({ format, out }: Flags): void {
  if (format !== 'fixtures' || out !== '-') return
  throw new CliError('USAGE', 'fixtures are a folder, which standard output cannot be', {
    hint: '--out DIR',
  })
}

async function run(path: string, flags: Flags, context: Context): Promise<ExitCode> {
  const reading = readSelected(path, toSelection(flags), context)
  if (flags.format === 'fixtures') await exportFixtures(reading, path, flags, context)
  else await exportText(reading, path, flags, context)
  warnOfDamage(reading.tally.problems, path, context)
  return 0
}

async function exportText(
  reading: Reading,
  journal: string,
  { format, out, force = false }: Flags,
  context: Context,
): Promise<void> {
  const { version, stdout } = context
  const chunks =
    format === 'har'
      ? renderJournalHar(exchangesOf(reading.entries), { version, redact: stdout.redact })
      : renderNdjson(reading.entries, context)
  await writeExport(chunks, { out, force, journal, context })
  if (out !== '-') note(context, `${count(reading.tally.selected, 'request')} written to ${out}`)
}

async function* exchangesOf(
  entries: AsyncIterable<SelectedEntry>,
): AsyncGenerator<RecordedExchange> {
  for await (const entry of entries) if (entry.kind === 'exchange') yield entry.exchange
}

async function* renderNdjson(
  entries: AsyncIterable<SelectedEntry>,
  { stdout }: Context,
): AsyncGenerator<string> {
  for await (const entry of entries) {
    const record =
      entry.kind === 'late'
        ? lateRecord(entry.record)
        : exchangeRecord(entry.exchange, entry.findings)
    yield toJsonLine(record, stdout.redact)
  }
}

async function exportFixtures(
  { entries }: Reading,
  journal: string,
  { out, force = false, flowName }: Flags,
  context: Context,
): Promise<void> {
  const { notifications, flows, leftOut } = await collectFixtures(entries, flowName)
  for (const [reason, times] of leftOut) note(context, describeLeftOut(reason, times))
  if (flows.length === 0) {
    throw new CliError('NOTHING_TO_EXPORT', `there is no such notification in ${journal}`, {
      hint: `hookstep journal list ${journal}`,
    })
  }
  await writeFixtures({ notifications, flows }, { dir: out, cwd: context.cwd, force })
  const files = `${count(notifications.size, 'notification')} and 1 flow written to ${out}`
  const next = `hookstep send-sequence URL --fixtures ${out} --flow ${flowName}`
  note(context, files, next)
}
