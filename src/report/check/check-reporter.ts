import type { Context } from '../../context.ts'
import type { CheckReporter } from './check-events.ts'
import { createJsonCheckReporter } from './json-reporter.ts'
import { createTextCheckReporter } from './text/text-reporter.ts'

/** A reporter for programs (`--json`) or for people. */
export function createCheckReporter(
  context: Context,
  { json, verbose }: { readonly json?: boolean; readonly verbose?: boolean },
): CheckReporter {
  return json === true
    ? createJsonCheckReporter(context)
    : createTextCheckReporter(context, verbose === true)
}
