import type { ForwardResult } from '../contract/forward.ts'
import type { ReceivedContent, ReceivedRequest } from '../contract/received.ts'
import type { Reading } from './read-request.ts'
import type { Recorder } from './recorder.ts'
import { contentOf, refuse, type Refusal } from './refusal.ts'
import { createSessionTimelines, type SessionTimelines } from './session-timelines.ts'

/** What is known of a request before it is read. */
export type Arrival = Omit<
  ReceivedRequest,
  'seq' | 'content' | 'httpStatus' | 'isStored' | 'body' | 'sizeBytes' | 'isAuthenticated'
>

/** A request in the book, and what it is refused for; null where it is answered as a good one. */
export interface Entered {
  readonly received: ReceivedRequest
  readonly refusal: Refusal | null
}

/** Numbers what comes in, judges its place in its session, and has it kept. */
export interface Book {
  readonly timelines: SessionTimelines
  readonly nextSeq: () => number
  /**
   * Enters a request that was read to its end, with the answer that it is going to get; null where
   * that is not known yet. Resolves when it is on disk. One that cannot be kept is refused with 503:
   * its sender must come again (hardening 1, J4, J5).
   */
  readonly enter: (
    arrival: Arrival,
    reading: ReadToEnd,
    httpStatus: number | null,
  ) => Promise<Entered>
  /** Adds what a request was answered in the end, where that is not what was entered. */
  readonly noteReply: (entered: ReceivedRequest, httpStatus: number | null) => void
  readonly noteForward: (result: ForwardResult) => void
}

/** A reading whose sender was there to the end. */
export type ReadToEnd = Reading & {
  readonly outcome: Exclude<Reading['outcome'], { kind: 'aborted' }>
}

/** False where the sender was lost in the middle. */
export function isReadToEnd(reading: Reading): reading is ReadToEnd {
  return reading.outcome.kind !== 'aborted'
}

/** Goes on where the recorder's earlier runs ended. */
export function createBook(recorder: Recorder | null): Book {
  const timelines = createSessionTimelines(recorder?.sessions)
  let seq = recorder?.lastSeq ?? 0
  const nextSeq = (): number => (seq += 1)
  return {
    timelines,
    nextSeq,
    noteReply: ({ seq, isStored, httpStatus: planned }, httpStatus) => {
      if (isStored && httpStatus !== planned) recorder?.keepReply(seq, httpStatus)
    },
    noteForward: (result) => recorder?.keepForward(result),
    enter: async (arrival, reading, httpStatus) => {
      // Number, judgement and place in the journal are given in one turn: they agree on the order.
      const seq = nextSeq()
      const content = judge(seq, reading.outcome, timelines)
      const { outcome } = reading
      const refusal = outcome.kind === 'refused' ? outcome.refusal : null
      const answered = refusal === null ? httpStatus : refusal.httpStatus
      const received = write(seq, arrival, reading, content, answered, recorder !== null)
      if (recorder === null) return { received, refusal }
      try {
        await recorder.keep(received)
        return { received, refusal }
      } catch (error) {
        return notKept({ received, refusal }, error, timelines)
      }
    },
  }
}

function judge(
  seq: number,
  outcome: ReadToEnd['outcome'],
  timelines: SessionTimelines,
): ReceivedContent {
  if (outcome.kind === 'refused') return contentOf(outcome.refusal)
  const { notification, warnings, body } = outcome
  const { findings, duplicateOf } = timelines.add(seq, notification, body)
  return { kind: 'notification', notification, findings, duplicateOf, warnings }
}

/**
 * The entry as it is told when it is kept. Field by field, here and above: copying whole objects was what a
 * notification cost most.
 */
function write(
  seq: number,
  arrival: Arrival,
  { sizeBytes, isAuthenticated, outcome: { body } }: ReadToEnd,
  content: ReceivedContent,
  httpStatus: number | null,
  isStored: boolean,
): ReceivedRequest {
  const { receivedAt, method, path, httpVersion, rawHeaders, hasBearer, claims } = arrival
  return {
    seq,
    receivedAt,
    method,
    path,
    httpVersion,
    rawHeaders,
    body,
    sizeBytes,
    hasBearer,
    isAuthenticated,
    claims,
    httpStatus,
    isStored,
    content,
  }
}

/** What was refused anyway keeps its answer; a notification must come again. */
function notKept(
  { received, refusal }: Entered,
  error: unknown,
  timelines: SessionTimelines,
): Entered {
  if (refusal !== null) return { received: { ...received, isStored: false }, refusal }
  if (received.content.kind === 'notification') {
    timelines.remove(received.seq, received.content.notification.interviewId)
  }
  const detail = `it could not be kept: ${(error as Error).message}`
  const lost = refuse(503, 'not_kept', detail, { 'retry-after': '1' })
  const { httpStatus } = lost
  return {
    received: { ...received, content: contentOf(lost), httpStatus, isStored: false },
    refusal: lost,
  }
}
