import { Option, type Command } from 'commander'
import { parseTimeScale } from '../config/parse-time-scale.ts'
import { RETRY_POLICIES, retryDelaysMs, type RetryPolicy } from '../contract/retry-schedule.ts'
import { RETRY_ORDERS, type RetryOrder } from '../delivery/run-sequence.ts'

export interface RetryFlags {
  readonly retry: RetryPolicy
  readonly retryOrder: RetryOrder
  readonly timeScale: number
  readonly stopOnGone?: boolean
}

/** When and how a rejected notification is sent again. */
export interface RetryOptions {
  readonly retryDelaysMs: readonly number[]
  readonly retryOrder: RetryOrder
  readonly stopOnGone: boolean
}

/** Adds the flags that say what happens after a rejection. */
export function addRetryFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--retry <policy>',
        'send a rejected notification again as the vendor does (after 30, 75, 187.5, 468.75 and 1171.875 s), as its old site did (once), or never',
      )
        .choices(RETRY_POLICIES)
        .default('none'),
    )
    .addOption(
      new Option(
        '--retry-order <order>',
        'free: later statuses go on while one waits, as the vendor promises no order; blocking: they wait with it',
      )
        .choices(RETRY_ORDERS)
        .default('free'),
    )
    .addOption(
      new Option(
        '--time-scale <factor>',
        "make the vendor's time run faster: retries and --pace realistic or recorded",
      )
        .argParser(parseTimeScale)
        .default(1, '1x'),
    )
    .option('--stop-on-gone', 'do not send again after a 410')
}

/** The delays and the order that the flags describe. */
export function toRetryOptions(flags: RetryFlags): RetryOptions {
  return {
    retryDelaysMs: retryDelaysMs(flags.retry, flags.timeScale),
    retryOrder: flags.retryOrder,
    stopOnGone: flags.stopOnGone === true,
  }
}
