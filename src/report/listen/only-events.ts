import type { ReceivedRequest } from '../../contract/received.ts'
import type { ReceiverReporter } from './receiver-reporter.ts'

/**
 * A reporter that tells of these statuses only. What is no notification has no status: it is told all the
 * same, and the totals count everything.
 */
export function onlyEvents(
  statuses: readonly string[] | undefined,
  reporter: ReceiverReporter,
): ReceiverReporter {
  if (statuses === undefined) return reporter
  const isShown = ({ content }: ReceivedRequest): boolean =>
    content.kind === 'refused' || statuses.includes(content.notification.onboardingStatus)
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
