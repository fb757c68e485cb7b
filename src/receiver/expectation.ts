import type { Notification } from '../contract/notification.ts'

/** Statuses that must come in this order, in one session: the one that is named, or any. */
export interface Expectation {
  readonly statuses: readonly string[]
  /** Null takes the first session in which they come. */
  readonly interviewId: string | null
}

/** Follows what arrives until an expectation is met. */
export interface ExpectationTracker {
  /** Takes a notification; gives those that met the expectation as soon as it is met, and null before. */
  readonly add: (notification: Notification) => readonly Notification[] | null
  /** The statuses that have not come yet, in the session that is nearest to the end. */
  readonly missing: () => readonly string[]
}

/** Starts with nothing received. Other statuses may come in between; a repeat does not count twice. */
export function trackExpectation({ statuses, interviewId }: Expectation): ExpectationTracker {
  const seen = new Map<string, readonly Notification[]>()
  let best: readonly Notification[] = []
  const isMet = (): boolean => best.length >= statuses.length
  return {
    add: (notification) => {
      const id = notification.interviewId
      const found = seen.get(id) ?? []
      const isNext =
        (interviewId === null || id === interviewId) &&
        statuses[found.length] === notification.onboardingStatus
      if (isNext && !isMet()) {
        const more = [...found, notification]
        seen.set(id, more)
        if (more.length > best.length) best = more
      }
      return isMet() ? best : null
    },
    missing: () => statuses.slice(best.length),
  }
}
