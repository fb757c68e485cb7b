import { Option, type Command } from 'commander'
import { parseDurationMs } from '../config/parse-duration.ts'
import type { Context } from '../context.ts'
import type { Flow } from '../contract/flow.ts'
import { PAYLOAD_VARIANTS, type PayloadVariant } from '../contract/notification.ts'
import type { Pace } from '../delivery/pace.ts'
import { planSequence, type PlanOptions } from '../delivery/plan-sequence.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import { renderNotification } from '../fixtures/render-notification.ts'
import { DEFAULT_FLOW } from '../fixtures/shipped.ts'
import { createSequenceReporter } from '../report/sequence-reporter.ts'
import type { CommandDefinition } from './command.ts'
import { addFixtureFlags, openFixtures, type FixtureFlags } from './fixture-flags.ts'
import { warnOfIllegalOrder, warnOfSecrets } from './notices.ts'
import { sendPlan } from './send-plan.ts'
import { addTargetFlags, toEndpoint, type TargetFlags } from './target-flags.ts'

interface SendSequenceFlags extends TargetFlags, FixtureFlags {
  readonly flow?: readonly string[]
  readonly statuses?: readonly string[]
  readonly interviewId?: string
  /** False after `--no-external-customer-id`. */
  readonly externalCustomerId?: string | boolean
  readonly payload: PayloadVariant
  readonly pace: Pace
  readonly includeUnknown?: boolean
  readonly stopOnFailure?: boolean
  readonly json?: boolean
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
  addFixtureFlags(addTargetFlags(command))
  command
    .option('--stop-on-failure', 'send nothing more after the first rejection')
    .option('--json', 'print NDJSON: attempt, delivery and summary records')
    .action(async (url: string | undefined, flags: SendSequenceFlags) => {
      warnOfSecrets(command, context)
      finish(await runSendSequence(...takeUrl(url, flags), context))
    })
}

function addSequenceFlags(command: Command): void {
  const variants = new Option(
    '--payload <variant>',
    'the form of the body: the vendor page, its old site, or its samples',
  )
  command
    .option('--flow <name...>', `flows to send, one after another (default: ${DEFAULT_FLOW})`)
    .addOption(
      new Option(
        '--statuses <list>',
        'send these statuses in one session, in this order, legal or not',
      )
        .argParser((text) =>
          text
            .split(',')
            .map((status) => status.trim())
            .filter(Boolean),
        )
        .conflicts('flow'),
    )
    .option('--interview-id <id>', 'use this session id (flows of one session only)')
    .option('--external-customer-id <id>', 'use this external id (default: Customer#0001, …)')
    .option('--no-external-customer-id', 'leave the external id out')
    .addOption(variants.choices(PAYLOAD_VARIANTS).default('current'))
    .addOption(
      new Option(
        '--pace <ms|realistic>',
        'wait between the notifications of a session; realistic: as a person would cause them (figures are ours)',
      )
        .argParser(parsePace)
        .default({ kind: 'fixed', gapMs: 0 } satisfies Pace, '0'),
    )
    .option('--include-unknown', 'send UNKNOWN first in every session, which the vendor never does')
}

async function runSendSequence(
  url: string | undefined,
  flags: SendSequenceFlags,
  context: Context,
) {
  const endpoint = toEndpoint(url, flags, context)
  const fixtures = await openFixtures(flags, context)
  const flows = await chooseFlows(flags, fixtures)
  const sessions = await planSequence(planOptions(flags, flows, fixtures, context))
  warnOfIllegalOrder(sessions, flows, context)
  return sendPlan({
    sessions,
    endpoint,
    strict: flags.strict === true,
    stopOnFailure: flags.stopOnFailure === true,
    context,
    reporter: createSequenceReporter(context, flags.json === true),
  })
}

async function chooseFlows(flags: SendSequenceFlags, fixtures: FixtureLibrary): Promise<Flow[]> {
  if (flags.statuses === undefined) {
    const names = (flags.flow ?? [DEFAULT_FLOW]).flatMap((name) => name.split(','))
    return Promise.all(names.map(async (name) => fixtures.loadFlow(name)))
  }
  await Promise.all(flags.statuses.map(async (status) => fixtures.loadNotification(status)))
  const session = { label: 'statuses', statuses: flags.statuses }
  return [{ name: 'statuses', description: 'from --statuses', sessions: [session] }]
}

function planOptions(
  flags: SendSequenceFlags,
  flows: readonly Flow[],
  fixtures: FixtureLibrary,
  { clock, random }: Context,
): PlanOptions {
  const externalId = flags.externalCustomerId ?? true
  return {
    flows,
    includeUnknown: flags.includeUnknown === true,
    interviewId: flags.interviewId ?? null,
    externalCustomerId:
      externalId === true ? 'made-up' : { value: externalId === false ? null : externalId },
    pace: flags.pace,
    clock,
    random,
    render: async (status, { interviewId, externalCustomerId }) =>
      renderNotification(await fixtures.loadNotification(status), {
        interviewId,
        externalCustomerId,
        variant: flags.payload,
        variables: Object.fromEntries(flags.var),
      }),
  }
}

/** `--flow a b <url>` gives the URL to the flag, which takes all that follows; gives it back. */
function takeUrl(
  url: string | undefined,
  { flow, ...flags }: SendSequenceFlags,
): [url: string | undefined, flags: SendSequenceFlags] {
  if (flow === undefined) return [url, flags]
  const last = flow.at(-1) ?? ''
  const isSwallowed = url === undefined && flow.length > 1 && last.includes('://')
  return isSwallowed ? [last, { ...flags, flow: flow.slice(0, -1) }] : [url, { ...flags, flow }]
}

function parsePace(text: string): Pace {
  if (text === 'realistic') return { kind: 'realistic' }
  return { kind: 'fixed', gapMs: parseDurationMs(text, '--pace') }
}
