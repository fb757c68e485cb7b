import type { Clock } from '../context.ts'

/** How long a relay may keep a name for a client that registered and never connected; ours does so long. */
const MOST_HELD_MS = 30_000

/**
 * Remembers that a registration of ours was granted, or may have been, and came to nothing: until the relay
 * forgets it, the name is taken by nobody but us.
 */
export class OwnClaim {
  readonly #clock: Clock
  #heldUntilMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A name that was granted, or may have been, and that no socket of ours has reached. */
  note(): void {
    this.#heldUntilMs = this.#clock.monotonicMs() + MOST_HELD_MS
  }

  get mayHold(): boolean {
    return this.#clock.monotonicMs() < this.#heldUntilMs
  }
}
