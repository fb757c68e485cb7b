/** The memory that all bodies under way share (hardening 1: 64 MiB). */
export interface BodyBudget {
  readonly open: () => Reservation
}

/** What one body holds of the budget. */
export interface Reservation {
  /** False where the budget has no room for so much more; then nothing is taken. */
  take(bytes: number): boolean
  /** Gives everything back; may be called twice. */
  release(): void
}

/** Starts with the whole budget free. */
export function createBodyBudget(limitBytes: number): BodyBudget {
  const budget = { limitBytes, usedBytes: 0 }
  return { open: () => new Share(budget) }
}

/** A class, and no closures: one is made for each request. */
class Share implements Reservation {
  readonly #budget: { readonly limitBytes: number; usedBytes: number }
  #heldBytes = 0

  constructor(budget: { readonly limitBytes: number; usedBytes: number }) {
    this.#budget = budget
  }

  take(bytes: number): boolean {
    if (this.#budget.usedBytes + bytes > this.#budget.limitBytes) return false
    this.#budget.usedBytes += bytes
    this.#heldBytes += bytes
    return true
  }

  release(): void {
    this.#budget.usedBytes -= this.#heldBytes
    this.#heldBytes = 0
  }
}
