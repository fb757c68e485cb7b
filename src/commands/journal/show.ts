import { Option } from 'commander'
import type { Context } from '../../context.ts'
import { CliError, type ExitCode } from '../../contract/errors.ts'
import { withLate } from '../../journal/collect-exchanges.ts'
import type { RequestRecord } from '../../journal/record.ts'
import { isHarmlessText, toJsonLine } from '../../report/harmless.ts'
import { cameWithoutBody } from '../../report/journal/came-without-body.ts'
import { renderExchange } from '../../report/journal/exchange-page.ts'
import { renderRecordedCurl } from '../../report/journal/recorded-curl.ts'
import { exchangeRecord } from '../../report/json/journal-records.ts'
import { createStyle } from '../../report/style.ts'
import type { CommandDefinition } from '../command.ts'
import { note } from '../notices.ts'
import { addJournalFile, findJournal, warnOfDamage, type JournalFileFlags } from './journal-file.ts'
import { readSelected, type SelectedEntry } from './read-selected.ts'
import { EVERYTHING } from './selection-flags.ts'

interface Flags extends JournalFileFlags {
  readonly curl?: boolean
  readonly body?: boolean
  readonly json?: boolean
}

type Seq = number | 'last'
type Found = Extract<SelectedEntry, { kind: 'exchange' }>
type LateRecord = Extract<SelectedEntry, { kind: 'late' }>['record']

/** `hookstep journal show`: everything about one request. */
export const show: CommandDefinition = (group, context, finish) => {
  const command = group
    .command('show')
    .summary('show one request with all that is known of it')
    .description(
      'Shows one request as it came, what it was taken for, what it was answered, and what the local app said to ' +
        'it. Secrets are hashed in the file already.',
    )
    .argument('<seq>', 'the number of the request, or last', parseSeq)
  addJournalFile(command)
    .addOption(
      new Option('--curl', 'print the curl command that sends it again').conflicts([
        'body',
        'json',
      ]),
    )
    .addOption(
      new Option('--body', 'write the bytes of the body, and nothing else').conflicts(['json']),
    )
    .option('--json', 'print a request record')
    .action(async (seq: Seq, file: string | undefined, flags: Flags) =>
      finish(await run(seq, await findJournal(file, flags, context), flags, context)),
    )
}

function parseSeq(text: string): Seq {
  if (text === 'last') return text
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  const found = JSON.stringify(text)
  throw new CliError('BAD_NUMBER', `expected the number of a request, or last, found ${found}`, {
    hint: 'hookstep journal show last',
  })
}

async function run(seq: Seq, path: string, flags: Flags, context: Context): Promise<ExitCode> {
  const { exchange, findings } = await find(seq, path, context)
  const { stdout, env } = context
  if (flags.body === true) writeBody(exchange.request, context)
  else if (flags.curl === true) writeCurl(exchange.request, context)
  else if (flags.json === true) {
    stdout.write(toJsonLine(exchangeRecord(exchange, findings), stdout.redact))
  } else stdout.write(renderExchange(exchange, findings, createStyle(stdout, env)))
  return 0
}

/** Reads to the end: what became of a request may be told long after it. */
async function find(seq: Seq, path: string, context: Context): Promise<Found> {
  const { entries, tally } = readSelected(path, EVERYTHING, context)
  let found: Found | undefined
  for await (const entry of entries) {
    if (entry.kind === 'late') found = withLateRecord(found, entry.record)
    else if (seq === 'last' || entry.exchange.request.seq === seq) found = entry
  }
  if (found !== undefined) return found
  warnOfDamage(tally.problems, path, context)
  const what = seq === 'last' ? 'no request' : `no request ${seq}`
  throw new CliError('UNKNOWN_SEQ', `there is ${what} in ${path}`, {
    hint: `hookstep journal list ${path}`,
  })
}

function withLateRecord(found: Found | undefined, record: LateRecord): Found | undefined {
  if (found?.exchange.request.seq !== record.seq) return found
  return { ...found, exchange: withLate(found.exchange, record) }
}

function writeCurl(request: RequestRecord, context: Context): void {
  context.stdout.write(`${renderRecordedCurl(request)}\n`)
  if (request.body === null && !cameWithoutBody(request))
    note(context, 'the body was not kept: the command sends none')
}

/** A terminal gets only what it takes for text (hardening C8); a file or another program gets every byte. */
function writeBody(request: RequestRecord, { stdout }: Context): void {
  const { seq, body } = request
  if (body === null) {
    const problem = cameWithoutBody(request)
      ? `request ${seq} had no body`
      : `the body of request ${seq} was not kept`
    throw new CliError('BODY_NOT_KEPT', problem, {
      hint: `hookstep journal show ${seq}`,
    })
  }
  const text = Buffer.from(body).toString('utf8')
  const isText = Buffer.from(text).equals(body) && isHarmlessText(text)
  if (stdout.isTTY && !isText) {
    throw new CliError('BODY_NOT_TEXT', `the body of request ${seq} is not for a terminal`, {
      hint: '--body > FILE',
    })
  }
  stdout.writeBytes(body)
}
