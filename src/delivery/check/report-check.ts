import type { CheckReport } from '../../contract/check-report.ts'
import { secretHeaderNames } from '../endpoint.ts'
import type { CheckOptions } from './check-options.ts'
import { runCheck } from './run-check.ts'

export interface ReportCheckOptions extends CheckOptions {
  /** hookstep's own. */
  readonly version: string
}

/** Tries the rules as `runCheck` does, and gives the whole report. */
export async function reportCheck(options: ReportCheckOptions): Promise<CheckReport> {
  const { clock, endpoint, signal, version } = options
  const startedAt = clock.now()
  const startMs = clock.monotonicMs()
  const result = await runCheck(options)
  return {
    version,
    url: endpoint.url.href,
    startedAt,
    durationMs: clock.monotonicMs() - startMs,
    ...result,
    isInterrupted: signal.aborted,
    secretHeaders: secretHeaderNames(endpoint),
  }
}
