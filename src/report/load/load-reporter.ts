import type { Context } from '../../context.ts'
import { createJsonLoadReporter } from './json-reporter.ts'
import type { LoadReporter } from './load-events.ts'
import { createTextLoadReporter } from './text/text-reporter.ts'

/** A reporter for programs (`--json`) or for people. */
export function createLoadReporter(context: Context, isJson: boolean): LoadReporter {
  return isJson ? createJsonLoadReporter(context) : createTextLoadReporter(context)
}
