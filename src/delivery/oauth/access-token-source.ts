import type { Clock } from '../../context.ts'
import type { SharedTokenSource } from '../token-source.ts'
import { restAfterFailure, type RenewalRest } from './rest-after-failure.ts'
import type { AccessToken } from './token-answer.ts'

export interface AccessTokenOptions {
  /** Brings a new token; throws where none can be had. */
  readonly request: () => Promise<AccessToken>
  readonly clock: Pick<Clock, 'monotonicMs'>
  /** Goes on with a token that the endpoint answered 401 to (`--keep-token-on-401`). */
  readonly keepOnRefusal: boolean
  /** Told of every new token, so that it can be kept off the screen. */
  readonly onToken: (token: string) => void
  /** @default none */
  readonly rest?: RenewalRest
}

const NO_REST: RenewalRest = { ms: 0, sleep: async () => {} }

/** A token is renewed this long before it expires, or a tenth of its life before, if that is less; ours. */
const MARGIN_MS = 30_000

interface Kept {
  readonly value: string
  readonly untilMs: number
  /** Until then, a refusal changes nothing. */
  readonly firmUntilMs: number
}

/**
 * Tokens from an authorization server: kept until shortly before they expire, one request at a time
 * however many attempts wait for it, and renewed after a refusal. Where there is a rest, every token is kept for it,
 * one that a refusal asked for whatever the endpoint says, and a failure stands for it.
 */
export function createAccessTokenSource(options: AccessTokenOptions): SharedTokenSource {
  const { clock, keepOnRefusal, onToken, rest = NO_REST } = options
  const request = restAfterFailure(options.request, rest, clock)
  let kept: Kept | null = null
  let wasRefused = false
  let pending: Promise<string> | null = null
  const renew = async (): Promise<string> => {
    kept = toKept(await request(), clock.monotonicMs(), rest.ms, wasRefused)
    wasRefused = false
    onToken(kept.value)
    return kept.value
  }
  return {
    get: async () => {
      if (kept !== null && clock.monotonicMs() < kept.untilMs) return kept.value
      pending ??= renew().finally(() => {
        pending = null
      })
      return pending
    },
    refuse: (token) => {
      if (keepOnRefusal) return false
      if (kept?.value !== token) return true
      if (clock.monotonicMs() < kept.firmUntilMs) return false
      kept = null
      wasRefused = true
      return true
    },
    firmForMs: () => {
      if (keepOnRefusal) return Number.POSITIVE_INFINITY
      return Math.max(0, (kept?.firmUntilMs ?? 0) - clock.monotonicMs())
    },
  }
}

function toKept(
  { value, lifetimeMs }: AccessToken,
  nowMs: number,
  restMs: number,
  wasRefused: boolean,
): Kept {
  const marginMs = Math.min(MARGIN_MS, lifetimeMs / 10)
  return {
    value,
    untilMs: nowMs + Math.max(lifetimeMs - marginMs, restMs),
    firmUntilMs: wasRefused ? nowMs + restMs : nowMs,
  }
}
