/** The memory that all bodies under way share (hardening 1: 64 MiB). */
export interface BodyBudget {
  readonly open: () => Reservation
}

/** What one body holds of the budget. */
export interface Reservation {
  /** False where the budget has no room for so much more; then nothing is taken. */
  readonly take: (bytes: number) => boolean
  /** Gives everything back; may be called twice. */
  readonly release: () => void
}

/** Starts with the whole budget free. */
export function createBodyBudget(limitBytes: number): BodyBudget {
  let used = 0
  return {
    open: () => {
      let held = 0
      return {
        take: (bytes) => {
          if (used + bytes > limitBytes) return false
          used += bytes
          held += bytes
          return true
        },
        release: () => {
          used -= held
          held = 0
        },
      }
    },
  }
}
