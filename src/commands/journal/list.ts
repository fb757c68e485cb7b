import { Option } from 'commander'
import { parseWholeNumber } from '../../config/parse-number.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import { MAX_SESSIONS } from '../../journal/history.ts'
import { toJsonLine } from '../../report/harmless.ts'
import { createListRenderer, type ListedEntry } from '../../report/journal/listed-line.ts'
import { toListed } from '../../report/journal/listed-request.ts'
import { lateRecord, listedRecord, sessionRecord } from '../../report/json/journal-records.ts'
import { createStyle } from '../../report/style.ts'
import { renderTimelines } from '../../report/text/timeline.ts'
import type { CommandDefinition } from '../command.ts'
import { note, warn } from '../notices.ts'
import { addJournalFile, findJournal, warnOfDamage, type JournalFileFlags } from './journal-file.ts'
import { readSelected, type Reading, type SelectedEntry } from './read-selected.ts'
import { addSelectionFlags, toSelection, type SelectionFlags } from './selection-flags.ts'

/** The most that `--limit` keeps in memory. */
const LARGEST_LIMIT = 100_000

interface Flags extends JournalFileFlags, SelectionFlags {
  readonly sessions?: boolean
  readonly limit?: number
  readonly json?: boolean
}

/** `hookstep journal list`: a line for each request, or the sessions that they make. */
export const list: CommandDefinition = (group, context, finish) => {
  const command = group
    .command('list')
    .summary('list the requests, or the sessions')
    .description(
      'Lists what a journal holds, a line for each request: its number, when it came, its status or why it was ' +
        'refused, its session, what it was answered, and what the local app said to it.',
    )
  addSelectionFlags(addJournalFile(command))
    .addOption(
      new Option('--refused', 'only what was refused').conflicts(['session', 'status', 'sessions']),
    )
    .option(
      '--sessions',
      'list the sessions, with their statuses in order and what is wrong with them',
    )
    .option('--limit <count>', 'only the last ones', (text) =>
      parseWholeNumber(text, '--limit', 1, LARGEST_LIMIT),
    )
    .option('--json', 'print NDJSON: request (or session) and summary records')
    .action(async (file: string | undefined, flags: Flags) =>
      finish(await run(await findJournal(file, flags, context), flags, context)),
    )
}

async function run(path: string, flags: Flags, context: Context): Promise<ExitCode> {
  const reading = readSelected(path, toSelection(flags), context)
  const [listed, printed] =
    flags.sessions === true
      ? ['session', await printSessions(reading, flags, context)]
      : ['request', await printRequests(reading, flags, context)]
  const { tally } = reading
  if (flags.json === true) print({ type: 'summary', journal: path, ...tally }, context)
  if (tally.requests === 0) note(context, 'nothing was received yet')
  else if (printed === 0) note(context, `no ${listed} of this journal fits`)
  warnOfDamage(tally.problems, path, context)
  return 0
}

async function printRequests(reading: Reading, flags: Flags, context: Context): Promise<number> {
  const { stdout, env } = context
  const renderer = createListRenderer(createStyle(stdout, env))
  const entries = toListedEntries(reading)
  let printed = 0
  for await (const entry of flags.limit === undefined ? entries : lastOf(entries, flags.limit)) {
    printed += 1
    if (flags.json === true) print(recordOf(entry), context)
    else stdout.write(renderer.render(entry))
  }
  return printed
}

async function* toListedEntries({ entries }: Reading): AsyncGenerator<ListedEntry> {
  for await (const entry of entries) yield toListedEntry(entry)
}

function toListedEntry(entry: SelectedEntry): ListedEntry {
  if (entry.kind === 'late') return entry
  return { kind: 'request', request: toListed(entry.exchange, entry.findings) }
}

function recordOf(entry: ListedEntry): object {
  return entry.kind === 'late' ? lateRecord(entry.record) : listedRecord(entry.request)
}

/** The last entries, once all were seen. */
async function* lastOf(
  entries: AsyncIterable<ListedEntry>,
  limit: number,
): AsyncGenerator<ListedEntry> {
  const ring: ListedEntry[] = []
  let next = 0
  for await (const entry of entries) {
    ring[next] = entry
    next = (next + 1) % limit
  }
  yield* ring.slice(next)
  yield* ring.slice(0, next)
}

async function printSessions(reading: Reading, flags: Flags, context: Context): Promise<number> {
  const { stdout, env } = context
  for await (const _ of reading.entries);
  const all = reading.sessions()
  const shown = flags.limit === undefined ? all : all.slice(-flags.limit)
  if (flags.json === true) for (const session of shown) print(sessionRecord(session), context)
  else stdout.write(renderTimelines(shown, createStyle(stdout, env), shown.length))
  if (all.length >= MAX_SESSIONS)
    warn(context, `only the latest ${MAX_SESSIONS} sessions are known`)
  return shown.length
}

function print(record: object, { stdout }: Context): void {
  stdout.write(toJsonLine(record, stdout.redact))
}
