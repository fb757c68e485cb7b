import { Option, type Command } from 'commander'
import { parseId } from '../config/parse-id.ts'
import type { Context } from '../context.ts'
import { PAYLOAD_VARIANTS, type PayloadVariant } from '../contract/notification.ts'
import type { SessionIdentity } from '../contract/delivery.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import { renderNotification } from '../fixtures/render-notification.ts'
import { createSequenceReporter } from '../report/sequence-reporter.ts'
import type { ChosenPlan } from './disorder-flags.ts'
import { addFixtureFlags, type FixtureFlags } from './fixture-flags.ts'
import { addReportFlags, type ReportFlags } from './report-flags.ts'
import { addRetryFlags, toRetryOptions, type RetryFlags } from './retry-flags.ts'
import type { SendPlanOptions } from './send-plan.ts'
import { addTargetFlags, type TargetFlags } from './target-flags.ts'
import { addTokenFlags, type TokenFlags } from './token-flags.ts'

/** What every command that sends notifications takes. */
export interface SenderFlags
  extends TargetFlags, TokenFlags, RetryFlags, FixtureFlags, ReportFlags {
  readonly interviewId?: string
  /** False after `--no-external-customer-id`. */
  readonly externalCustomerId?: string | boolean
  readonly payload: PayloadVariant
}

/** Adds the flags of every command that sends notifications, but for what it sends. */
export function addSenderFlags(command: Command): Command {
  const variant = new Option(
    '--payload <variant>',
    'the form of the body: the vendor page, its old site, or its samples',
  )
  command
    .option('--interview-id <id>', 'use this session id (one session only)', (text) =>
      parseId(text, '--interview-id', 'leave the flag out, and one is made up'),
    )
    .option(
      '--external-customer-id <id>',
      'use this external id (default: Customer#0001, …)',
      (text) => parseId(text, '--external-customer-id', '--no-external-customer-id leaves it out'),
    )
    .option('--no-external-customer-id', 'leave the external id out')
    .addOption(variant.choices(PAYLOAD_VARIANTS).default('current'))
  addRetryFlags(addTokenFlags(addTargetFlags(command)))
  return addReportFlags(addFixtureFlags(command))
}

/** The external id that the flags ask for: one for all, none, or `'made-up'` for each session. */
export function toExternalCustomerId(flags: SenderFlags): { value: string | null } | 'made-up' {
  const { externalCustomerId = true } = flags
  if (externalCustomerId === true) return 'made-up'
  return { value: externalCustomerId === false ? null : externalCustomerId }
}

/** Renders the fixture of a status for a session, as the flags ask for. */
export async function renderFor(
  status: string,
  { interviewId, externalCustomerId }: SessionIdentity,
  fixtures: FixtureLibrary,
  flags: SenderFlags,
): Promise<Uint8Array> {
  return renderNotification(await fixtures.loadNotification(status), {
    interviewId,
    externalCustomerId,
    variant: flags.payload,
    variables: Object.fromEntries(flags.var),
  })
}

/** The part of `sendPlan`'s options that every sender takes from its flags alike. */
export function toSendPlanOptions(
  flags: SenderFlags,
  plan: ChosenPlan,
  context: Context,
): Omit<SendPlanOptions, 'command' | 'endpoint' | 'tokens' | 'stopOnFailure'> {
  return {
    plan,
    retry: toRetryOptions(flags),
    strict: flags.strict === true,
    reports: flags,
    context,
    reporter: createSequenceReporter(context, flags.json === true),
  }
}
