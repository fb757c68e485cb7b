import type { LoadProgress } from '../../contract/load-progress.ts'
import type { LoadModel, LoadReport } from '../../contract/load-report.ts'

/** What `load` is about to do. */
export interface LoadStart {
  readonly url: URL
  readonly model: LoadModel
  /** Where it ends, by whichever comes first; null for no such limit. */
  readonly end: { readonly sessions: number | null; readonly durationMs: number | null }
  readonly flows: readonly { readonly name: string; readonly weight: number }[]
  readonly rampMs: number
  readonly warmupMs: number
  readonly seed: number
  /** True where the host is remote, and nobody asked for another pace. */
  readonly isSlowed: boolean
}

/** Tells of a run of `load` while it goes on, and of all of it at the end. */
export interface LoadReporter {
  readonly onStart: (start: LoadStart) => void
  /** Once a second. */
  readonly onProgress: (progress: LoadProgress) => void
  readonly onEnd: (report: LoadReport) => void
}
