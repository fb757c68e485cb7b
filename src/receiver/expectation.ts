import type { Notification } from '../contract/notification.ts'

/** Statuses that must come in this order, in one session: the one that is named, or any. */
export interface Expectation {
  readonly statuses: readonly string[]
  /** Null takes the first session in which they come. */
  readonly interviewId: string | null
}

/** Follows what arrives until an expectation is met. */
export interface ExpectationTracker {
  /** Takes a notification; true as soon as the expectation is met, and from then on. */
  readonly add: (notification: Pick<Notification, 'interviewId' | 'onboardingStatus'>) => boolean
  /** The statuses that have not come yet, in the session that is nearest to the end. */
  readonly missing: () => readonly string[]
}

/** Starts with nothing received. Other statuses may come in between; a repeat does not count twice. */
export function trackExpectation({ statuses, interviewId }: Expectation): ExpectationTracker {
  const seen = new Map<string, number>()
  let most = 0
  return {
    add: (notification) => {
      const id = notification.interviewId
      if (interviewId !== null && id !== interviewId) return most >= statuses.length
      const count = seen.get(id) ?? 0
      if (statuses[count] === notification.onboardingStatus) seen.set(id, count + 1)
      most = Math.max(most, seen.get(id) ?? 0)
      return most >= statuses.length
    },
    missing: () => statuses.slice(most),
  }
}
