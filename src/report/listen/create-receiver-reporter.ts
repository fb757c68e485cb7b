import type { Context } from '../../context.ts'
import { createJsonReceiverReporter } from './json-reporter.ts'
import { onlyShown, showEvents } from './only-events.ts'
import type { ReceiverOutput, ReceiverReporter } from './receiver-reporter.ts'
import { createTextReceiverReporter } from './text-reporter.ts'

export interface ReceiverReporterOptions {
  readonly output: ReceiverOutput
  /** NDJSON on standard output; then `output` counts for nothing. */
  readonly isJson: boolean
  /** The statuses to show; undefined shows all. */
  readonly events?: readonly string[] | undefined
}

/** A reporter for `listen`. Interactive where there is a terminal for it, lines elsewhere. */
export async function createReceiverReporter(
  context: Context,
  { output, isJson, events }: ReceiverReporterOptions,
): Promise<ReceiverReporter> {
  const isShown = showEvents(events)
  if (isJson) return onlyShown(isShown, createJsonReceiverReporter(context))
  if (output !== 'interactive' || !context.terminal.isAvailable) {
    return onlyShown(isShown, createTextReceiverReporter(context, output === 'quiet'))
  }
  const { createLiveReporter } = await import('../live/live-reporter.ts')
  return createLiveReporter(context, isShown)
}
