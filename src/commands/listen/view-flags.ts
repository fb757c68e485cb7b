import { Option, type Command } from 'commander'
import { closestName } from '../../config/closest-name.ts'
import { parseStatuses } from '../../config/parse-statuses.ts'
import type { Context } from '../../context.ts'
import { isStatus, SENDABLE_STATUSES } from '../../contract/status.ts'
import { createReceiverReporter } from '../../report/listen/create-receiver-reporter.ts'
import {
  RECEIVER_OUTPUTS,
  type ReceiverOutput,
  type ReceiverReporter,
} from '../../report/listen/receiver-reporter.ts'
import { note, warn } from '../notices.ts'

export interface ViewFlags {
  readonly output: ReceiverOutput
  readonly events?: readonly string[]
  readonly json?: boolean
}

/** Adds the flags that say what is shown, and how. */
export function addViewFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--output <kind>',
        'interactive takes the terminal, and keys; compact prints a line for each notification; quiet prints only what is wrong',
      )
        .choices(RECEIVER_OUTPUTS)
        .default('interactive', 'interactive in a terminal, compact elsewhere'),
    )
    .option(
      '-e, --events <statuses>',
      'show only notifications with these statuses: A,B,C; all are kept all the same',
      (text) => parseStatuses(text, '--events'),
    )
    .addOption(
      new Option(
        '--json',
        'print NDJSON: tunnel, ready, notification, forward, refused, token, journal, skipped and summary records',
      ).conflicts('output'),
    )
}

/** The reporter that the flags ask for; a person is told where they come to something else. */
export async function openReporter(
  flags: ViewFlags,
  command: Command,
  context: Context,
): Promise<ReceiverReporter> {
  const { output, json, events } = flags
  const isAsked = command.getOptionValueSource('output') !== 'default'
  if (output === 'interactive' && isAsked && !context.terminal.isAvailable) {
    note(context, 'there is no terminal for --output interactive: compact it is')
  }
  for (const status of events?.filter((each) => !isStatus(each)) ?? []) {
    const near = closestName(status, SENDABLE_STATUSES)
    const text = `--events ${status}: none of the vendor's statuses`
    warn(context, text, near === undefined ? undefined : `--events ${near}`)
  }
  return createReceiverReporter(context, { output, isJson: json === true, events })
}
