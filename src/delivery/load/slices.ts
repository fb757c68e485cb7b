import { createLatencies, type Latencies } from './latencies.ts'

/** One slice of a run. */
export interface SlicePart {
  readonly attempts: number
  readonly rejected: number
  readonly inFlight: number
  /** Null where nothing ended in it. */
  readonly latencies: Latencies | null
}

/** The slices of a run, one after another from its start. */
export interface SlicesPart {
  readonly lengthMs: number
  readonly slices: readonly SlicePart[]
}

/** What happens in the course of a run, in slices of equal length. Moments are milliseconds from its start. */
export interface Slices {
  readonly record: (atMs: number, latencyMs: number | null, isRejected: boolean) => void
  /** The number of sessions in flight from this moment on. */
  readonly setInFlight: (atMs: number, inFlight: number) => void
  readonly part: (endMs: number) => SlicesPart
}

interface Slice {
  attempts: number
  rejected: number
  inFlight: number
  latencies: Latencies | null
}

const FIRST_LENGTH_MS = 100
/** A run of any length has no more: when they are full, each two become one of twice the length. */
export const MOST_SLICES = 120

/** Slices of a tenth of a second at first, and of a length that doubles with that of the run. */
export function createSlices(): Slices {
  const state = { lengthMs: FIRST_LENGTH_MS, inFlight: 0, slices: [] as Slice[] }
  const sliceAt = (atMs: number): Slice => {
    while (indexOf(atMs, state.lengthMs) >= MOST_SLICES) {
      state.slices = joinPairs(state.slices)
      state.lengthMs *= 2
    }
    const index = indexOf(atMs, state.lengthMs)
    while (state.slices.length <= index) state.slices.push(emptySlice(state.inFlight))
    return state.slices[index] as Slice
  }
  return {
    record: (atMs, latencyMs, isRejected) => addAttempt(sliceAt(atMs), latencyMs, isRejected),
    setInFlight: (atMs, inFlight) => {
      const slice = sliceAt(atMs)
      state.inFlight = inFlight
      slice.inFlight = inFlight
    },
    part: (endMs) => {
      sliceAt(endMs)
      return { lengthMs: state.lengthMs, slices: state.slices }
    },
  }
}

/** Slices of one length, as parts of several threads must have to be added up. */
export function joinTo<T>(
  lengthMs: number,
  part: { readonly lengthMs: number; readonly slices: readonly T[] },
): T[][] {
  const each = lengthMs / part.lengthMs
  const count = Math.ceil(part.slices.length / each)
  return Array.from({ length: count }, (_, index) =>
    part.slices.slice(index * each, (index + 1) * each),
  )
}

/** A slice takes in the moment at its end, so that the end of the run begins no new one. */
function indexOf(atMs: number, lengthMs: number): number {
  return Math.max(0, Math.ceil(atMs / lengthMs) - 1)
}

function emptySlice(inFlight: number): Slice {
  return { attempts: 0, rejected: 0, inFlight, latencies: null }
}

function addAttempt(slice: Slice, latencyMs: number | null, isRejected: boolean): void {
  slice.attempts += 1
  if (isRejected) slice.rejected += 1
  if (latencyMs === null) return
  slice.latencies ??= createLatencies(2)
  slice.latencies.record(latencyMs)
}

function joinPairs(slices: readonly Slice[]): Slice[] {
  return joinTo(2, { lengthMs: 1, slices }).map(([first, second]) =>
    second === undefined ? (first as Slice) : join(first as Slice, second),
  )
}

function join(first: Slice, second: Slice): Slice {
  if (first.latencies !== null && second.latencies !== null) first.latencies.add(second.latencies)
  return {
    attempts: first.attempts + second.attempts,
    rejected: first.rejected + second.rejected,
    inFlight: second.inFlight,
    latencies: first.latencies ?? second.latencies,
  }
}
