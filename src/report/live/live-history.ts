import type { ForwardResult } from '../../contract/forward.ts'
import type { ReceivedRequest } from '../../contract/received.ts'

/** One request of the list, and what the user's app made of it; null where it was not asked, or not yet. */
export interface LiveRow {
  readonly received: ReceivedRequest
  readonly forward: ForwardResult | null
}

/** The latest requests, the oldest first: the journal has the others. */
export interface LiveHistory {
  readonly rows: () => readonly LiveRow[]
  /** Counts a request, whether it is listed or not. */
  readonly count: (received: ReceivedRequest) => void
  readonly add: (received: ReceivedRequest) => void
  readonly setForward: (result: ForwardResult) => void
  /** How many came in, also of those that are gone. */
  readonly counts: () => LiveCounts
}

export interface LiveCounts {
  readonly received: number
  readonly refused: number
  /** How many the app did not acknowledge. */
  readonly rejected: number
}

const MOST_ROWS = 1000
/** Bodies are at most 1 MiB each: a thousand of them would be too much. */
const MOST_BODY_BYTES = 16 * 1024 * 1024

/** Starts empty; its size stays in bounds however long the run is. */
export function createLiveHistory(): LiveHistory {
  const rows: LiveRow[] = []
  const counts = { received: 0, refused: 0, rejected: 0 }
  let bodyBytes = 0
  const dropOldest = (): void => {
    bodyBytes -= sizeOf(rows.shift())
  }
  const isTooLarge = (): boolean => bodyBytes > MOST_BODY_BYTES && rows.length > 1
  return {
    rows: () => rows,
    counts: () => counts,
    count: ({ content }) => {
      counts.received += 1
      if (content.kind === 'refused') counts.refused += 1
    },
    add: (received) => {
      const row = { received, forward: null }
      rows.push(row)
      bodyBytes += sizeOf(row)
      while (rows.length > MOST_ROWS || isTooLarge()) dropOldest()
    },
    setForward: (result) => {
      if (result.verdict.verdict === 'rejected') counts.rejected += 1
      const index = rows.findLastIndex(({ received }) => received.seq === result.seq)
      const row = rows[index]
      if (row !== undefined) rows[index] = { ...row, forward: result }
    },
  }
}

function sizeOf(row: LiveRow | undefined): number {
  return row?.received.body?.length ?? 0
}

/** The rows whose status, ids, code, method or path hold the text, in any case. */
export function matching(rows: readonly LiveRow[], filter: string): readonly LiveRow[] {
  if (filter === '') return rows
  const wanted = filter.toLowerCase()
  return rows.filter(({ received }) => searchText(received).includes(wanted))
}

function searchText({ content, method, path }: ReceivedRequest): string {
  const own =
    content.kind === 'refused'
      ? [content.code]
      : [
          content.notification.onboardingStatus,
          content.notification.interviewId,
          content.notification.externalCustomerId ?? '',
        ]
  return [...own, method, path].join(' ').toLowerCase()
}
