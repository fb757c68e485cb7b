import { isSecretParameter } from '../contract/secret-parameter.ts'
import { redacted } from '../secret-store.ts'

/**
 * A path as it may be shown: a token in its query, where none should be, or another secret by its name, is cut to `…last4`. It may be
 * good, and nobody could know it beforehand: tokens are made anew all the time.
 */
export function shownPath(path: string): string {
  const [target = '', ...rest] = path.split('?')
  if (rest.length === 0) return path
  const query = rest.join('?').split('&').map(shownParameter)
  return `${target}?${query.join('&')}`
}

function shownParameter(parameter: string): string {
  const [[name, value] = ['', '']] = new URLSearchParams(parameter)
  if (!isSecretParameter(name)) return parameter
  return `${parameter.split('=', 1)[0]}=${redacted(value)}`
}
