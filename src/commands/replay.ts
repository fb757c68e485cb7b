import { Option, type Command } from 'commander'
import { configuredUrl } from '../config/configured-url.ts'
import { parseId } from '../config/parse-id.ts'
import { parseSeqs } from '../config/parse-seqs.ts'
import { parseStatuses } from '../config/parse-statuses.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode } from '../contract/errors.ts'
import type { Endpoint } from '../delivery/endpoint.ts'
import { planReplay } from '../delivery/replay/plan-replay.ts'
import type { ReplayPace } from '../delivery/replay/recorded-gaps.ts'
import { createRequestSelector, type ReplayChoice } from '../delivery/replay/select-requests.ts'
import { readJournal } from '../journal/read-journal.ts'
import { repeatable, type CommandDefinition } from './command.ts'
import { addDeliveryFlags, toSendPlanOptions, type DeliveryFlags } from './delivery-flags.ts'
import { interruptedExitCode } from './exit-codes.ts'
import { findJournal } from './journal/journal-file.ts'
import { warnOfSecrets } from './notices.ts'
import { recordedSecrets } from './recorded-secrets.ts'
import { nothingToReplay, tellPlan, tellReading, type JournalReading } from './replay-notices.ts'
import { sendPlan } from './send-plan.ts'
import { toEndpoint } from './target-flags.ts'
import { toTokenSource } from './token-flags.ts'

interface ReplayFlags extends DeliveryFlags {
  readonly only: readonly (readonly string[])[]
  readonly session: readonly string[]
  readonly seq: readonly (readonly (readonly [first: number, last: number])[])[]
  readonly includeRefused?: boolean
  readonly pace: ReplayPace['kind']
  readonly stopOnFailure?: boolean
}

/** `hookstep replay <journal> <url>`: what was received, byte for byte, to another URL. */
export const replay: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('replay')
    .usage('<journal> <url> [flags]')
    .argument('<journal>', 'a journal that hookstep listen has written; latest names the newest')
    .argument('[url]', 'the endpoint under test')
    .summary('send again what was received, byte for byte, to another URL')
    .description(
      'Sends the notifications of a journal to a URL, one after another: the same bytes and headers, in ' +
        'the recorded order across all sessions, and judges each answer as send-sequence does. ' +
        'Of secrets a journal keeps a hash only: --token and -H send them.',
    )
  addSelectionFlags(command)
  addDeliveryFlags(command).action(
    async (journal: string, url: string | undefined, flags: ReplayFlags) => {
      warnOfSecrets(command, context)
      finish(await runReplay(journal, url ?? configuredUrl(command), flags, context))
    },
  )
}

/** A repeatable flag that, left out, leaves nothing out. */
function filter(flags: string, text: string, parse: (value: string) => unknown): Option {
  return repeatable(flags, `${text}; repeatable`, parse).default([], 'all')
}

function addSelectionFlags(command: Command): void {
  command
    .addOption(
      filter('--only <statuses>', 'only these statuses: A,B', (text) =>
        parseStatuses(text, '--only'),
      ),
    )
    .addOption(
      filter('--session <id>', 'only the session with this interviewId', (text) =>
        parseId(text, '--session', 'leave the flag out for all sessions'),
      ),
    )
    .addOption(filter('--seq <numbers>', 'only these sequence numbers: 3,7-9', parseSeqs))
    .option('--include-refused', 'send also what the receiver refused, as it came')
    .addOption(
      new Option('--pace <pace>', 'recorded: wait as long as there was between the arrivals')
        .choices(['recorded', 'fast'])
        .default('fast'),
    )
    .option('--stop-on-failure', 'send nothing more after the first rejection')
}

async function runReplay(
  journal: string,
  url: string | undefined,
  flags: ReplayFlags,
  context: Context,
): Promise<ExitCode> {
  const endpoint = toEndpoint(url, flags, context, `replay ${journal}`)
  const tokens = toTokenSource(flags, context)
  const choice = toChoice(flags)
  const reading = await readToReplay(
    await findJournal(journal === 'latest' ? undefined : journal, {}, context),
    choice,
    context,
  )
  tellReading(reading, context)
  if (reading.selection.requests.length === 0) throw nothingToReplay(reading, choice)
  const { pace: kind, timeScale } = flags
  const planned = planReplay(reading.selection.requests, { kind, timeScale })
  for (const value of recordedSecrets(planned.sessions).values) context.secrets.add(value)
  tellPlan(planned, ownHeaders(endpoint, flags), context)
  const plan = { sessions: planned.sessions, actions: [], seed: null }
  return sendPlan({
    ...toSendPlanOptions(flags, plan, context),
    command: 'replay',
    endpoint,
    tokens,
    stopOnFailure: flags.stopOnFailure === true,
    gapsFrom: 'sending',
  })
}

function toChoice(flags: ReplayFlags): ReplayChoice {
  return {
    statuses: flags.only.flat(),
    interviewIds: flags.session,
    seqs: flags.seq.flat(),
    includesRefused: flags.includeRefused === true,
  }
}

/** Reads a journal to its end, and keeps what is to be sent. Throws what the reading throws. */
async function readToReplay(
  path: string,
  choice: ReplayChoice,
  context: Context,
): Promise<JournalReading> {
  const selector = createRequestSelector(choice)
  let [damagedLines, hasTornTail] = [0, false]
  for await (const entry of readJournal(path)) {
    if (context.signal.aborted) throw interrupted(context)
    if (entry.kind === 'problem') {
      if (entry.code === 'torn_tail') hasTornTail = true
      else damagedLines += 1
    } else if (entry.record.type === 'request') selector.add(entry.record)
  }
  return { path, selection: selector.finish(), damagedLines, hasTornTail }
}

function interrupted(context: Context): CliError {
  return new CliError('INTERRUPTED', 'broken off while the journal was read', {
    exitCode: interruptedExitCode(context) ?? 130,
  })
}

/** True for a header that the flags send anyway, in the place of a recorded one. */
function ownHeaders(endpoint: Endpoint, flags: ReplayFlags): (name: string) => boolean {
  const hasToken = flags.token !== undefined || flags.oauthUrl !== undefined
  const own = new Set(endpoint.headers.map(([name]) => name.toLowerCase()))
  if (hasToken) own.add('authorization')
  return (name) => own.has(name.toLowerCase())
}
