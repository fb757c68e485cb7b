import { readJournal, type JournalEntry, type LineProblem } from './read-journal.ts'
import type { ForwardRecord, ForwardResult, ReplyRecord, RequestRecord } from './record.ts'

/** One request of a journal, with what became of it later. */
export interface RecordedExchange {
  readonly request: RequestRecord
  /** What the local app answered; null where it was not asked, or nothing is known of it. */
  readonly forward: ForwardResult | null
  /** What became of our answer, where it differs from what the request's own record says. */
  readonly reply: ReplyRecord | null
}

/** What `collectExchanges` tells. `late`: its request was told already, or is not in the file. */
export type ExchangeEntry =
  | { readonly kind: 'exchange'; readonly exchange: RecordedExchange }
  | { readonly kind: 'late'; readonly record: ForwardRecord | ReplyRecord }
  | ({ readonly kind: 'problem' } & LineProblem)

/**
 * How many requests wait for what became of them, and how many bytes of their lines. A forward is
 * known within its time limit, so that only a receiver under full load has one that comes later.
 */
export interface WaitingLimits {
  readonly requests: number
  readonly bytes: number
}

const LIMITS: WaitingLimits = { requests: 2_000, bytes: 8 * 1024 * 1024 }

/**
 * The requests of a journal in the order in which they were written, each with its forward and its
 * reply. Reads as it goes, in bounded memory. Throws `JOURNAL_UNREADABLE`.
 */
export async function* collectExchanges(
  path: string,
  limits: WaitingLimits = LIMITS,
): AsyncGenerator<ExchangeEntry> {
  const waiting = new Waiting(limits)
  for await (const entry of readJournal(path)) {
    if (entry.kind === 'problem') yield entry
    else yield* waiting.take(entry)
  }
  yield* waiting.takeAll()
}

type RecordEntry = Extract<JournalEntry, { kind: 'record' }>

interface Pending extends RecordedExchange {
  forward: ForwardResult | null
  reply: ReplyRecord | null
  readonly sizeBytes: number
}

/** The requests that were read and are not told yet, the oldest first. */
class Waiting {
  readonly #limits: WaitingLimits
  readonly #bySeq = new Map<number, Pending>()
  #bytes = 0

  constructor(limits: WaitingLimits) {
    this.#limits = limits
  }

  /** Takes a record in; gives what need not, or must not, wait any longer. */
  *take({ record, sizeBytes }: RecordEntry): Generator<ExchangeEntry> {
    if (record.type === 'request') {
      yield* this.#add(record, sizeBytes)
      return
    }
    const pending = this.#bySeq.get(record.seq)
    if (pending === undefined) yield { kind: 'late', record }
    else if (record.type === 'forward') pending.forward = resultOf(record)
    else pending.reply = record
  }

  *takeAll(): Generator<ExchangeEntry> {
    for (const pending of this.#bySeq.values()) yield this.#release(pending)
  }

  *#add(request: RequestRecord, sizeBytes: number): Generator<ExchangeEntry> {
    // Two journals in one file have numbers twice: the earlier request has all that it will get.
    const namesake = this.#bySeq.get(request.seq)
    if (namesake !== undefined) yield this.#release(namesake)
    this.#bySeq.set(request.seq, {
      request,
      forward: request.forward ?? null,
      reply: null,
      sizeBytes,
    })
    this.#bytes += sizeBytes
    for (const oldest of this.#bySeq.values()) {
      const { requests, bytes } = this.#limits
      if (this.#bySeq.size <= requests && this.#bytes <= bytes) return
      yield this.#release(oldest)
    }
  }

  #release({ request, forward, reply, sizeBytes }: Pending): ExchangeEntry {
    this.#bySeq.delete(request.seq)
    this.#bytes -= sizeBytes
    return { kind: 'exchange', exchange: { request, forward, reply } }
  }
}

function resultOf({ httpStatus, verdict, reason, durationMs }: ForwardRecord): ForwardResult {
  return { httpStatus, verdict, reason, durationMs }
}

/** An exchange with what was told of it too late. */
export function withLate(
  exchange: RecordedExchange,
  record: ForwardRecord | ReplyRecord,
): RecordedExchange {
  return record.type === 'forward'
    ? { ...exchange, forward: resultOf(record) }
    : { ...exchange, reply: record }
}
