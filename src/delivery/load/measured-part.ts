import type { LoadReport } from '../../contract/load-report.ts'
import { mergeLoadParts, sumOf, type LoadPart } from './load-part.ts'

/** What one thread measured, and which HTTP statuses came that do not count. */
export interface MeasuredPart extends LoadPart, Pick<LoadReport, 'wrongStatuses'> {}

/** The parts of several threads as one, these statuses included. */
export function mergeMeasuredParts(parts: readonly MeasuredPart[]): MeasuredPart {
  const all = parts.map(({ wrongStatuses }) => wrongStatuses)
  const statuses = new Set(all.flatMap((each) => Object.keys(each)))
  return {
    ...mergeLoadParts(parts),
    wrongStatuses: Object.fromEntries(
      [...statuses].map((status) => [status, sumOf(all, (each) => each[status] ?? 0)]),
    ),
  }
}
