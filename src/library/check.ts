import type { CheckReport } from '../contract/check-report.ts'
import type { CheckOptions } from './check-options.ts'

/**
 * Tries the rules of the vendor's contract on an endpoint, as `hookstep check` does. A bad endpoint is a result, not an
 * error. Rejects with an error whose `code` is `BAD_URL`, `BAD_TOKEN`, `BAD_HEADER`, `UNKNOWN_RULE`, `NO_RULE` or
 * `REMOTE_HOST`.
 */
export async function check(url: string | URL, options: CheckOptions = {}): Promise<CheckReport> {
  // Who only wants a receiver does not load what sends.
  const { checkUrl } = await import('./check-url.ts')
  return checkUrl(String(url), options)
}
