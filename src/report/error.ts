import { CliError } from '../contract/errors.ts'
import { harmlessMessage, toJsonLine } from './harmless.ts'
import { withHint } from './notice.ts'
import type { Redact } from './redact-header.ts'
import type { Style } from './style.ts'

/**
 * `error[CODE]: what could not be done`, then one indented hint, both wrapped to a terminal, and the stack where it is
 * asked for. Words from outside are made harmless.
 */
export function renderError(error: CliError, style: Style, stack?: string): string {
  const label = style.paint.red.bold(`error[${error.code}]:`)
  const hint =
    error.hint === undefined ? undefined : `${style.paint.dim('try:')} ${style.show(error.hint)}`
  const told = withHint(`${label} ${style.showMessage(error.message)}`, hint, style)
  const trace = (stack ?? '').split('\n').filter(Boolean)
  const lines = trace.map((line) => `${harmlessMessage(line)}\n`)
  return `${told}${lines.join('')}`
}

/** The same as one line of JSON, for `--json`. */
export function errorRecord(error: CliError, redact: Redact, stack?: string): string {
  const { code, message, hint = null, exitCode } = error
  const record = { type: 'error', code, message, hint, exitCode }
  return toJsonLine(stack === undefined ? record : { ...record, stack }, redact)
}
