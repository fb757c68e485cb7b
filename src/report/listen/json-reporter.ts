import type { Context } from '../../context.ts'
import { toJsonLine } from '../harmless.ts'
import {
  forwardRecord,
  journalEventRecord,
  readyRecord,
  receivedRecord,
  tokenRecord,
} from '../json/records.ts'
import { createLinePrinter } from '../line-printer.ts'
import type { ReceiverReporter } from './receiver-reporter.ts'

/** A program that reads this slowly gets a `skipped` record for the rest; the journal has everything. */
const MOST_BYTES = 8 * 1024 * 1024

/** A reporter for programs: NDJSON on standard output. */
export function createJsonReceiverReporter({ stdout, pid }: Context): ReceiverReporter {
  const line = (record: object): string => toJsonLine(record, stdout.redact)
  const printer = createLinePrinter(stdout, {
    mostBytes: MOST_BYTES,
    renderSkipped: (lines) => line({ type: 'skipped', lines }),
  })
  const print = (record: object): void => printer.print(line(record))
  return {
    onListening: () => {},
    onTunnel: (change) => print({ type: 'tunnel', ...change }),
    onReady: (ready) => print(readyRecord(ready, pid)),
    onRequest: (received) => print(receivedRecord(received)),
    onForward: (result, received) => print(forwardRecord(result, received)),
    onJournal: (event) => print(journalEventRecord(event)),
    onTokenRequest: (request) => print(tokenRecord(request)),
    onEnd: (totals, sessions) =>
      printer.printLast(line({ type: 'summary', ...totals, sessions: sessions.length })),
  }
}
