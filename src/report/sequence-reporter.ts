import type { Context } from '../context.ts'
import { toJsonLine } from './harmless.ts'
import {
  attemptRecord,
  deliveryRecord,
  disorderRecord,
  senderSummaryRecord,
} from './json/records.ts'
import type { SequenceReporter } from './sequence-events.ts'
import { createTextSequenceReporter } from './text/sequence-reporter.ts'

/** A reporter on the context's standard output: NDJSON, or lines for people. */
export function createSequenceReporter(context: Context, isJson: boolean): SequenceReporter {
  return isJson ? jsonReporter(context) : createTextSequenceReporter(context)
}

function jsonReporter({ stdout }: Context): SequenceReporter {
  const print = (record: object): void => void stdout.write(toJsonLine(record, stdout.redact))
  return {
    onStart: ({ actions }) => {
      for (const action of actions) print(disorderRecord(action))
    },
    onSending: () => {},
    onAttempt: (attempt) => print(attemptRecord(attempt)),
    onWaiting: () => {},
    onDelivery: (delivery) => print(deliveryRecord(delivery)),
    onEnd: (run) => print(senderSummaryRecord(run)),
  }
}
