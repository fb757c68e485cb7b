import { expect } from 'vitest'
import { readJournal, verifyJournal } from '../../../src/journal/read-journal.ts'
import type { LoadReport } from './load.ts'

/** The value that this share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN
}

/** The middle, the slowest hundredth and the slowest of some times. */
export function spread(values: readonly number[]): { p50: number; p99: number; max: number } {
  return { p50: percentile(values, 0.5), p99: percentile(values, 0.99), max: percentile(values, 1) }
}

/** How many answers had each status. */
export function countStatuses({ httpStatuses }: LoadReport): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const httpStatus of httpStatuses) counts[httpStatus] = (counts[httpStatus] ?? 0) + 1
  return counts
}

/** The requests that were answered 2xx. */
export function acknowledgedIds({ ids, httpStatuses }: LoadReport): number[] {
  return ids.filter((_, index) => Math.floor((httpStatuses[index] as number) / 100) === 2)
}

/** Fails when a request that was answered 2xx is not in the journal, or a line of it is damaged. */
export async function expectNothingLost(report: LoadReport, path: string): Promise<void> {
  const kept = await readLoadIds(path)
  expect(acknowledgedIds(report).filter((id) => !kept.has(id))).toEqual([])
  expect(await verifyJournal(path)).toMatchObject({ problemCount: 0, isTorn: false })
}

async function readLoadIds(path: string): Promise<Set<number>> {
  const kept = new Set<number>()
  for await (const entry of readJournal(path)) {
    if (entry.kind !== 'record' || entry.record.type !== 'request') continue
    const { verdict } = entry.record
    if (verdict.kind === 'notification') kept.add(Number(verdict.interviewId.slice('load-'.length)))
  }
  return kept
}
