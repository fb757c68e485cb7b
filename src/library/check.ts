import type { RuleChoice } from '../config/choose-rules.ts'
import type { CheckReport } from '../contract/check-report.ts'

/** What may be set for a `check`; all of it may be left out. */
export interface CheckOptions extends RuleChoice {
  /** Custom headers, by name. */
  readonly headers?: Readonly<Record<string, string>>
  /** The bearer token that the endpoint accepts. Without it, the rules on tokens are skipped. */
  readonly token?: string
  /** One that was valid once. */
  readonly expiredToken?: string
  /** For each exchange. @default 30000: ours, the vendor states no figure */
  readonly timeoutMs?: number
  /** An answer is slow from here on. @default 5000: ours */
  readonly slowMs?: number
  /** @default 1000 to this machine and private networks, 10 to others */
  readonly ratePerSecond?: number
  /** True takes a certificate that cannot be verified. @default false */
  readonly insecure?: boolean
  /** True sends a remote host what may end it. @default false: such a run is refused */
  readonly allowHarm?: boolean
  /** Starts the app anew when it has died. */
  readonly restart?: () => Promise<void>
  /** How long an app that has died is waited for. @default 10000 */
  readonly restartWaitMs?: number
  /** Ends the run with what was found until then. */
  readonly signal?: AbortSignal
}

/**
 * Tries the rules of the vendor's contract on an endpoint, as `hookstep check` does. A bad endpoint is a result, not an
 * error. Rejects with an error whose `code` is `BAD_URL`, `BAD_TOKEN`, `BAD_HEADER`, `UNKNOWN_RULE`, `NO_RULE` or
 * `REMOTE_HOST`.
 */
export async function check(url: string | URL, options: CheckOptions = {}): Promise<CheckReport> {
  // Who only wants a receiver does not load what sends.
  const { checkUrl } = await import('./check-url.ts')
  return checkUrl(url, options)
}
