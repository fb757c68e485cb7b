import type { RuleChoice } from '../config/choose-rules.ts'

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
  /** Starts the app anew when it has died; one that rejects counts as none. */
  readonly restart?: () => Promise<void>
  /** How long an app that has died is waited for. @default 10000 */
  readonly restartWaitMs?: number
  /** Ends the run with what was found until then. */
  readonly signal?: AbortSignal
}
