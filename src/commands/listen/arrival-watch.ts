import type { ReceivedRequest } from '../../contract/received.ts'
import type { ExpectationTracker } from '../../receiver/expectation.ts'
import type { ReceiverReporter, ReceiverTotals } from '../../report/listen/receiver-reporter.ts'

/** Counts what comes in, and knows when everything that is expected has come. */
export interface ArrivalWatch {
  readonly onRequest: (received: ReceivedRequest) => void
  /** How many came in so far. */
  readonly totals: ReceiverTotals
  /** Resolves when everything that is expected has come; never where nothing is. */
  readonly met: Promise<void>
  readonly isMet: () => boolean
}

/** Starts counting; every request goes on to the reporter. */
export function watchArrivals(
  expectation: ExpectationTracker | null,
  reporter: ReceiverReporter,
): ArrivalWatch {
  const totals = { received: 0, rejected: 0 }
  let [isMet, tell] = [false, (): void => {}]
  const met = new Promise<void>((resolve) => {
    tell = resolve
  })
  return {
    totals,
    met,
    isMet: () => isMet,
    onRequest: (received) => {
      totals.received += 1
      if (received.content.kind === 'refused') totals.rejected += 1
      else if (expectation !== null && expectation.add(received.content.notification) !== null) {
        isMet = true
        tell()
      }
      reporter.onRequest(received)
    },
  }
}
