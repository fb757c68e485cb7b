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
      const entered = write(nextSeq(), arrival, reading, httpStatus, timelines)
      if (recorder === null) return entered
      try {
        await recorder.keep(entered.received)
        return { ...entered, received: { ...entered.received, isStored: true } }
      } catch (error) {
        return entered.refusal === null ? notKept(entered.received, error, timelines) : entered
      }
    },
  }
}

function write(
  seq: number,
  arrival: Arrival,
  { sizeBytes, isAuthenticated, outcome }: ReadToEnd,
  httpStatus: number | null,
  timelines: SessionTimelines,
): Entered {
  const { body } = outcome
  const facts = { ...arrival, seq, body, sizeBytes, isAuthenticated, isStored: false }
  if (outcome.kind === 'refused') {
    const { refusal } = outcome
    const content = contentOf(refusal)
    return { received: { ...facts, content, httpStatus: refusal.httpStatus }, refusal }
  }
  const { notification, warnings } = outcome
  const judgement = timelines.add(seq, notification, outcome.body)
  const content: ReceivedContent = { kind: 'notification', notification, warnings, ...judgement }
  return { received: { ...facts, content, httpStatus }, refusal: null }
}

function notKept(received: ReceivedRequest, error: unknown, timelines: SessionTimelines): Entered {
  if (received.content.kind === 'notification') {
    timelines.remove(received.seq, received.content.notification.interviewId)
  }
  const detail = `it could not be kept: ${(error as Error).message}`
  const refusal = refuse(503, 'not_kept', detail, { 'retry-after': '1' })
  const content = contentOf(refusal)
  return { received: { ...received, content, httpStatus: refusal.httpStatus }, refusal }
}
