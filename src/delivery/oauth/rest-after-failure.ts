import type { Clock } from '../../context.ts'

/** How an authorization server is spared by a sender of many notifications a second. */
export interface RenewalRest {
  /** How long a failure, and a token that a 401 asked for, stand, in milliseconds. */
  readonly ms: number
  /** Rejects when the run is interrupted. */
  readonly sleep: (ms: number) => Promise<void>
}

/**
 * The same request, with a failure that stands for the rest: who asks meanwhile hears of it at the end of that, so that
 * nobody who asks again at once turns in circles.
 */
export function restAfterFailure<Result>(
  request: () => Promise<Result>,
  rest: RenewalRest,
  clock: Pick<Clock, 'monotonicMs'>,
): () => Promise<Result> {
  let failed: { readonly error: unknown; readonly untilMs: number } | null = null
  return async () => {
    const before = failed
    const restMs = before === null ? 0 : before.untilMs - clock.monotonicMs()
    if (before !== null && restMs > 0) {
      await rest.sleep(restMs)
      throw before.error
    }
    try {
      return await request()
    } catch (error) {
      failed = { error, untilMs: clock.monotonicMs() + rest.ms }
      throw error
    }
  }
}
