import { Option, type Command } from 'commander'
import { configuredUrl } from '../config/configured-url.ts'
import { parseStatuses } from '../config/parse-statuses.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import type { Flow } from '../contract/flow.ts'
import type { Pace } from '../delivery/pace.ts'
import { planSequence } from '../delivery/plan-sequence.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import { DEFAULT_FLOW } from '../fixtures/shipped.ts'
import type { CommandDefinition } from './command.ts'
import { toSendPlanOptions } from './delivery-flags.ts'
import { addDisorderFlags, applyDisorder, type DisorderFlags } from './disorder-flags.ts'
import { openFixtures } from './fixture-flags.ts'
import { warn, warnOfIllegalOrder, warnOfSecrets } from './notices.ts'
import { addPaceFlag, scaledPace } from './pace-flag.ts'
import { sendPlan } from './send-plan.ts'
import {
  addSenderFlags,
  renderFor,
  toExternalCustomerId,
  type SenderFlags,
} from './sender-flags.ts'
import { toEndpoint } from './target-flags.ts'
import { toTokenSource } from './token-flags.ts'

interface SendSequenceFlags extends SenderFlags, DisorderFlags {
  readonly flow?: readonly string[]
  readonly statuses?: readonly string[]
  readonly pace: Pace
  readonly includeUnknown?: boolean
  readonly stopOnFailure?: boolean
}

/** `hookstep send-sequence <url>`: the full status sequence against any URL, each answer judged. */
export const sendSequence: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('send-sequence')
    .usage('<url> [flags]')
    .argument('[url]', 'the endpoint under test')
    .summary('send the full status sequence to any URL and judge each answer')
    .description(
      'Sends the notifications of one or more flows to a URL, strictly in order within a session, and ' +
        'judges each answer: 204, or 200 with application/json, is an acknowledgement. ' +
        'Exit code 0 when every notification was acknowledged, 1 when one was not.',
    )
  addSequenceFlags(command)
  addDisorderFlags(addSenderFlags(command)).action(
    async (url: string | undefined, flags: SendSequenceFlags) => {
      warnOfSecrets(command, context)
      finish(await runSendSequence(...takeUrl(url, flags, command), context))
    },
  )
}

function addSequenceFlags(command: Command): void {
  command
    .option('--flow <name...>', `flows to send, one after another (default: ${DEFAULT_FLOW})`)
    .addOption(
      new Option(
        '--statuses <list>',
        'send these statuses in one session, in this order, legal or not',
      )
        .argParser((text) => parseStatuses(text, '--statuses'))
        .conflicts('flow'),
    )
  addPaceFlag(command)
    .option('--include-unknown', 'send UNKNOWN first in every session, which the vendor never does')
    .option('--stop-on-failure', 'send nothing more after the first rejection')
}

async function runSendSequence(
  url: string | undefined,
  flags: SendSequenceFlags,
  context: Context,
): Promise<ExitCode> {
  const endpoint = toEndpoint(url, flags, context, 'send-sequence')
  const tokens = toTokenSource(flags, context)
  const fixtures = await openFixtures(flags, context)
  const flows = await chooseFlows(flags, fixtures)
  const planned = await planSequence({
    flows,
    includeUnknown: flags.includeUnknown === true,
    interviewId: flags.interviewId ?? null,
    externalCustomerId: toExternalCustomerId(flags),
    pace: scaledPace(flags.pace, flags.timeScale),
    clock: context.clock,
    random: context.random,
    render: async (status, session) => renderFor(status, session, fixtures, flags),
  })
  warnOfIllegalOrder(planned, flows, context)
  const plan = applyDisorder(planned, flags, context.random)
  if (flags.seed !== undefined && plan.seed === null) {
    warn(context, '--seed has nothing to repeat', '--shuffle, --duplicate 0.2 or --drop 0.2')
  }
  return sendPlan({
    ...toSendPlanOptions(flags, plan, context),
    command: 'send-sequence',
    endpoint,
    tokens,
    stopOnFailure: flags.stopOnFailure === true,
  })
}

async function chooseFlows(flags: SendSequenceFlags, fixtures: FixtureLibrary): Promise<Flow[]> {
  if (flags.statuses === undefined) {
    const names = (flags.flow ?? [DEFAULT_FLOW]).flatMap((name) => name.split(','))
    return Promise.all(names.map(async (name) => fixtures.loadFlow(name)))
  }
  const known = new Set(flags.statuses)
  await Promise.all([...known].map(async (status) => fixtures.loadNotification(status)))
  const session = { label: 'statuses', statuses: flags.statuses }
  return [{ name: 'statuses', description: 'from --statuses', sessions: [session] }]
}

/**
 * `--flow a b <url>` gives the URL to the flag, which takes all that follows; gives it back. Without one
 * on the command line, it is the one of the environment or the configuration.
 */
function takeUrl(
  url: string | undefined,
  flags: SendSequenceFlags,
  command: Command,
): [url: string | undefined, flags: SendSequenceFlags] {
  const { flow = [] } = flags
  const last = flow.at(-1) ?? ''
  const isSwallowed = url === undefined && flow.length > 1 && last.includes('://')
  if (isSwallowed) return [last, { ...flags, flow: flow.slice(0, -1) }]
  return [url ?? configuredUrl(command), flags]
}
