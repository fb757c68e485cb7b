import type { Clock } from '../../context.ts'
import type { TokenSource } from '../token-source.ts'
import type { AccessToken } from './token-answer.ts'

export interface AccessTokenOptions {
  /** Brings a new token; throws where none can be had. */
  readonly request: () => Promise<AccessToken>
  readonly clock: Pick<Clock, 'monotonicMs'>
  /** Goes on with a token that the endpoint answered 401 to (`--keep-token-on-401`). */
  readonly keepOnRefusal: boolean
  /** Told of every new token, so that it can be kept off the screen. */
  readonly onToken: (token: string) => void
}

/** A token is renewed this long before it expires, or a tenth of its life before, if that is less; ours. */
const MARGIN_MS = 30_000

/**
 * Tokens from an authorization server: kept until shortly before they expire, one request at a time
 * however many attempts wait for it, and renewed after a refusal.
 */
export function createAccessTokenSource(options: AccessTokenOptions): TokenSource {
  const { request, clock, keepOnRefusal, onToken } = options
  let kept: { readonly value: string; readonly untilMs: number } | null = null
  let pending: Promise<string> | null = null
  const renew = async (): Promise<string> => {
    const { value, lifetimeMs } = await request()
    const marginMs = Math.min(MARGIN_MS, lifetimeMs / 10)
    kept = { value, untilMs: clock.monotonicMs() + lifetimeMs - marginMs }
    onToken(value)
    return value
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
      if (kept?.value === token) kept = null
      return true
    },
  }
}
