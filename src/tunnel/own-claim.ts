import type { Clock } from '../context.ts'

/** How long a relay may keep a name for a client that registered and never connected; ours does so long. */
const MOST_HELD_MS = 30_000

/** A name that a relay may keep for a try of ours. */
export interface HeldName {
  /** The URL that it came with, and that was of no use; null where nobody knows. */
  readonly refusedUrl: string | null
}

/**
 * Remembers that a registration of ours was granted, or may have been, and came to nothing: until that
 * relay forgets it, the name is taken there by nobody but us.
 */
export class OwnClaim {
  readonly #clock: Clock
  readonly #held = new Map<string, HeldName & { readonly untilMs: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A name that was granted, or may have been, and that no socket of ours has reached. */
  note(relayUrl: string, name: string, refusedUrl: string | null = null): void {
    const untilMs = this.#clock.monotonicMs() + MOST_HELD_MS
    this.#held.set(keyOf(relayUrl, name), { refusedUrl, untilMs })
  }

  /** Gives what is known of a name that this relay may keep for us; null where it keeps none. */
  heldAt(relayUrl: string, name: string | undefined): HeldName | null {
    const held = name === undefined ? name : this.#held.get(keyOf(relayUrl, name))
    return held !== undefined && this.#clock.monotonicMs() < held.untilMs ? held : null
  }
}

/** No URL holds a blank. */
function keyOf(relayUrl: string, name: string): string {
  return `${relayUrl} ${name}`
}
