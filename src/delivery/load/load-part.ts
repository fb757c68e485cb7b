import type { Reason } from '../../contract/acknowledgement.ts'
import type { WarmupCounts } from '../../contract/load-report.ts'
import { decodeLatencies, sumLatencies, type EncodedLatencies } from './latencies.ts'
import { joinTo, type SlicePart, type SlicesPart } from './slices.ts'

/** What one thread measured: plain data, so that it can be handed to another one. */
export interface LoadPart {
  /** Of the measured part, in milliseconds. */
  readonly durationMs: number
  readonly sessions: { readonly started: number; readonly finished: number }
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  readonly warmup: WarmupCounts
  readonly unanswered: number
  readonly startLateness: EncodedLatencies
  /** In the order in which they first came. */
  readonly statuses: Readonly<Record<string, StatusPart>>
  readonly slices: SlicesPart
  readonly isInterrupted: boolean
}

export interface StatusPart {
  readonly attempts: number
  readonly rejected: number
  readonly latencies: EncodedLatencies
}

/** The parts of several threads as one: counts and histograms added, the longest duration. */
export function mergeLoadParts(parts: readonly LoadPart[]): LoadPart {
  return {
    durationMs: Math.max(0, ...parts.map(({ durationMs }) => durationMs)),
    sessions: {
      started: sum(parts, ({ sessions }) => sessions.started),
      finished: sum(parts, ({ sessions }) => sessions.finished),
    },
    reasons: addUp(parts.map(({ reasons }) => reasons)),
    warmup: {
      sessions: sum(parts, ({ warmup }) => warmup.sessions),
      attempts: sum(parts, ({ warmup }) => warmup.attempts),
      rejected: sum(parts, ({ warmup }) => warmup.rejected),
    },
    unanswered: sum(parts, ({ unanswered }) => unanswered),
    startLateness: mergeEncoded(parts.map(({ startLateness }) => startLateness)),
    statuses: mergeStatuses(parts.map(({ statuses }) => statuses)),
    slices: mergeSlices(parts.map(({ slices }) => slices)),
    isInterrupted: parts.some(({ isInterrupted }) => isInterrupted),
  }
}

function mergeStatuses(all: readonly LoadPart['statuses'][]): LoadPart['statuses'] {
  const names = new Set(all.flatMap((statuses) => Object.keys(statuses)))
  return Object.fromEntries(
    [...names].map((name) => {
      const same = all.flatMap((statuses) =>
        Object.hasOwn(statuses, name) ? [statuses[name]!] : [],
      )
      const latencies = mergeEncoded(same.map((status) => status.latencies))
      const attempts = sum(same, (status) => status.attempts)
      return [name, { attempts, rejected: sum(same, ({ rejected }) => rejected), latencies }]
    }),
  )
}

function mergeSlices(all: readonly SlicesPart[]): SlicesPart {
  const lengthMs = Math.max(1, ...all.map((part) => part.lengthMs))
  const joined = all.map((part) => joinTo(lengthMs, part))
  const count = Math.max(0, ...joined.map((groups) => groups.length))
  return {
    lengthMs,
    slices: Array.from({ length: count }, (_, index) =>
      mergeSlice(joined.map((groups) => groups[index] ?? [])),
    ),
  }
}

/** What every thread has for one slice: several shorter ones, where its own are shorter. */
function mergeSlice(groups: readonly (readonly SlicePart[])[]): SlicePart {
  const all = groups.flat()
  const encoded = all.flatMap(({ latencies }) => (latencies === null ? [] : [latencies]))
  return {
    attempts: sum(all, ({ attempts }) => attempts),
    rejected: sum(all, ({ rejected }) => rejected),
    inFlight: sum(groups, (group) => group.at(-1)?.inFlight ?? 0),
    latencies: encoded.length === 0 ? null : mergeEncoded(encoded, 2),
  }
}

function mergeEncoded(all: readonly EncodedLatencies[], digits: 2 | 3 = 3): EncodedLatencies {
  const [only] = all
  if (only !== undefined && all.length === 1) return only
  return sumLatencies(all.map(decodeLatencies), digits).encode()
}

function addUp(all: readonly LoadPart['reasons'][]): LoadPart['reasons'] {
  const total: Partial<Record<Reason, number>> = {}
  for (const [reason, count] of all.flatMap((reasons) => Object.entries(reasons))) {
    total[reason as Reason] = (total[reason as Reason] ?? 0) + count
  }
  return total
}

function sum<T>(all: readonly T[], figure: (each: T) => number): number {
  return all.reduce((total, each) => total + figure(each), 0)
}
