import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { createSequenceReporter } from '../report/sequence-reporter.ts'
import type { ChosenPlan } from './disorder-flags.ts'
import { addReportFlags, type ReportFlags } from './report-flags.ts'
import { addRetryFlags, toRetryOptions, type RetryFlags } from './retry-flags.ts'
import type { SendPlanOptions } from './send-plan.ts'
import { addTargetFlags, type TargetFlags } from './target-flags.ts'
import { addTokenFlags, addTokenRefusalFlag, type TokenFlags } from './token-flags.ts'

/** What every command takes that sends notifications, wherever it has them from. */
export interface DeliveryFlags extends TargetFlags, TokenFlags, RetryFlags, ReportFlags {}

/** Adds the flags that say how notifications are sent, judged and reported. */
export function addDeliveryFlags(command: Command): Command {
  return addReportFlags(addRetryFlags(addTokenRefusalFlag(addTokenFlags(addTargetFlags(command)))))
}

/** The part of `sendPlan`'s options that every sender takes from its flags alike. */
export function toSendPlanOptions(
  flags: DeliveryFlags,
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
