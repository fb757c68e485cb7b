import { CliError } from '../contract/errors.ts'
import { harmless, harmlessMessage, toJsonLine } from './harmless.ts'
import type { Style } from './style.ts'

/** `error[CODE]: what could not be done`, then one indented hint. Words from outside are made harmless. */
export function renderError(error: CliError, style: Style): string {
  const head = style.paint.red.bold(`error[${error.code}]:`)
  const hint =
    error.hint === undefined ? '' : `  ${style.paint.dim('try:')} ${harmless(error.hint)}\n`
  return `${head} ${harmlessMessage(error.message)}\n${hint}`
}

/** The same as one line of JSON, for `--json`. */
export function errorRecord(error: CliError): string {
  const { code, message, hint, exitCode } = error
  return toJsonLine({ type: 'error', code, message, hint: hint ?? null, exitCode })
}
