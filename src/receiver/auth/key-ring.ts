import type { LocalJWKSet } from 'jose'
import type { Clock } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'

export interface KeyRingOptions {
  /** Brings the keys; throws a `CliError` where they are not to be had. */
  readonly fetch: () => Promise<LocalJWKSet>
  readonly clock: Pick<Clock, 'monotonicMs'>
}

/** The keys of a provider as they were fetched last. */
export interface KeyRing {
  readonly keys: () => LocalJWKSet
  /** What went wrong when they were last asked for; null where nothing did. */
  readonly problem: () => string | null
  /** When they may be asked for again; at least 1. */
  readonly retryAfterSeconds: () => number
  /** True where they are so old that the provider may have withdrawn one. */
  readonly isOld: () => boolean
  /** Fetches them again, unless that was just tried. Resolves when it is over; never rejects. */
  readonly refresh: () => Promise<void>
}

/** At most so often the provider is asked again, whatever tokens say: anybody can name a key in one. */
const PAUSE_MS = 30_000
/** Ours; jose takes the same. */
const OLD_MS = 10 * 60_000

/** Fetches the keys for the first time; throws what `fetch` throws. Later the old ones stay where it does. */
export async function openKeyRing({ fetch, clock }: KeyRingOptions): Promise<KeyRing> {
  let keys = await fetch()
  let fetchedAtMs = clock.monotonicMs()
  let askedAtMs = Number.NEGATIVE_INFINITY
  let problem: string | null = null
  let pending: Promise<void> | null = null
  const waitMs = (): number => askedAtMs + PAUSE_MS - clock.monotonicMs()
  const refetch = async (): Promise<void> => {
    askedAtMs = clock.monotonicMs()
    try {
      keys = await fetch()
      fetchedAtMs = clock.monotonicMs()
      problem = null
    } catch (error) {
      problem = error instanceof CliError ? error.message : 'the run has ended'
    }
  }
  return {
    keys: () => keys,
    problem: () => problem,
    retryAfterSeconds: () => Math.max(1, Math.ceil(waitMs() / 1000)),
    isOld: () => clock.monotonicMs() - fetchedAtMs >= OLD_MS,
    refresh: async () => {
      if (pending === null && waitMs() > 0) return
      pending ??= refetch().finally(() => {
        pending = null
      })
      await pending
    },
  }
}
