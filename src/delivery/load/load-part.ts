import type { Reason } from '../../contract/acknowledgement.ts'
import type { LoadReport, WarmupCounts } from '../../contract/load-report.ts'
import { sumLatencies, type Latencies } from './latencies.ts'
import { joinTo, type SlicePart, type SlicesPart } from './slices.ts'

/** What one thread measured. */
export interface LoadPart {
  /** Of the measured part, in milliseconds. */
  readonly durationMs: number
  readonly sessions: { readonly started: number; readonly finished: number }
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  readonly wrongStatuses: LoadReport['wrongStatuses']
  readonly warmup: WarmupCounts
  readonly unanswered: number
  readonly startLateness: Latencies
  /** In the order in which they first came. */
  readonly statuses: Readonly<Record<string, StatusPart>>
  readonly slices: SlicesPart
  readonly isInterrupted: boolean
}

export interface StatusPart {
  readonly attempts: number
  readonly rejected: number
  readonly latencies: Latencies
}

/** The parts of several threads as one: counts and histograms added, the longest duration. */
export function mergeLoadParts(parts: readonly LoadPart[]): LoadPart {
  return {
    durationMs: Math.max(0, ...parts.map(({ durationMs }) => durationMs)),
    sessions: {
      started: sumOf(parts, ({ sessions }) => sessions.started),
      finished: sumOf(parts, ({ sessions }) => sessions.finished),
    },
    reasons: addCounts(parts.map(({ reasons }) => reasons)),
    wrongStatuses: addCounts(parts.map(({ wrongStatuses }) => wrongStatuses)),
    warmup: {
      sessions: sumOf(parts, ({ warmup }) => warmup.sessions),
      attempts: sumOf(parts, ({ warmup }) => warmup.attempts),
      rejected: sumOf(parts, ({ warmup }) => warmup.rejected),
    },
    unanswered: sumOf(parts, ({ unanswered }) => unanswered),
    startLateness: sumLatencies(parts.map(({ startLateness }) => startLateness)),
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
      const latencies = sumLatencies(same.map((status) => status.latencies))
      const attempts = sumOf(same, (status) => status.attempts)
      return [name, { attempts, rejected: sumOf(same, ({ rejected }) => rejected), latencies }]
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
  const measured = all.flatMap(({ latencies }) => (latencies === null ? [] : [latencies]))
  return {
    attempts: sumOf(all, ({ attempts }) => attempts),
    rejected: sumOf(all, ({ rejected }) => rejected),
    inFlight: sumOf(groups, (group) => group.at(-1)?.inFlight ?? 0),
    latencies: measured.length === 0 ? null : sumLatencies(measured, 2),
  }
}

/** How often each was counted, in all of these. */
export function addCounts<Name extends string>(
  all: readonly Readonly<Partial<Record<Name, number>>>[],
): Record<Name, number> {
  const names = new Set(all.flatMap((each) => Object.keys(each) as Name[]))
  return Object.fromEntries(
    [...names].map((name) => [name, sumOf(all, (each) => each[name] ?? 0)]),
  ) as Record<Name, number>
}

/** The sum of one figure of all of these. */
export function sumOf<T>(all: readonly T[], figure: (each: T) => number): number {
  return all.reduce((total, each) => total + figure(each), 0)
}
