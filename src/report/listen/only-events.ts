import type { ReceivedRequest } from '../../contract/received.ts'
import type { ReceiverReporter } from './receiver-reporter.ts'

/** True for a request that is to be shown. */
export type IsShown = (received: ReceivedRequest) => boolean

/**
 * Shows notifications with these statuses; undefined shows all. What is no notification has no status: it
 * is shown all the same.
 */
export function showEvents(statuses: readonly string[] | undefined): IsShown {
  return ({ content }) =>
    content.kind === 'refused' ||
    statuses === undefined ||
    statuses.includes(content.notification.onboardingStatus)
}

/** A reporter that tells only of what is to be shown. The totals at the end count everything. */
export function onlyShown(isShown: IsShown, reporter: ReceiverReporter): ReceiverReporter {
  return {
    ...reporter,
    onRequest: (received) => {
      if (isShown(received)) reporter.onRequest(received)
    },
    onForward: (result, received) => {
      if (isShown(received)) reporter.onForward(result, received)
    },
  }
}
