import { decodeLatencies, type EncodedLatencies } from '../latencies.ts'
import type { LoadPart, StatusPart } from '../load-part.ts'
import type { SlicePart } from '../slices.ts'

type Encoded<T extends { readonly latencies: unknown }> = Omit<T, 'latencies'> & {
  readonly latencies: EncodedLatencies
}

/** What a thread measured, as plain data. */
export interface SentPart extends Omit<LoadPart, 'startLateness' | 'statuses' | 'slices'> {
  readonly startLateness: EncodedLatencies
  readonly statuses: Readonly<Record<string, Encoded<StatusPart>>>
  readonly sliceLengthMs: number
  readonly slices: readonly (Omit<SlicePart, 'latencies'> & {
    readonly latencies: EncodedLatencies | null
  })[]
}

/** A part as it goes to another thread. */
export function toSentPart({ slices, ...part }: LoadPart): SentPart {
  return {
    ...part,
    startLateness: part.startLateness.encode(),
    statuses: mapValues(part.statuses, (status) => ({
      ...status,
      latencies: status.latencies.encode(),
    })),
    sliceLengthMs: slices.lengthMs,
    slices: slices.slices.map((slice) => ({
      ...slice,
      latencies: slice.latencies?.encode() ?? null,
    })),
  }
}

/** The part that was sent. */
export function readSentPart({ slices, sliceLengthMs, ...part }: SentPart): LoadPart {
  return {
    ...part,
    startLateness: decodeLatencies(part.startLateness),
    statuses: mapValues(part.statuses, (status) => ({
      ...status,
      latencies: decodeLatencies(status.latencies),
    })),
    slices: {
      lengthMs: sliceLengthMs,
      slices: slices.map((slice) => ({
        ...slice,
        latencies: slice.latencies === null ? null : decodeLatencies(slice.latencies),
      })),
    },
  }
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
