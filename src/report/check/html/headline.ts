import { untoldFlaw, type CheckReport } from '../../../contract/check-report.ts'
import type { Headline } from '../../html/summary-panel.tsx'
import { count } from '../../text/units.ts'

/** Failures of required rules decide; what ended a run early is said even where nothing failed. */
export function headlineOf(report: CheckReport): Headline {
  const { summary, isInterrupted, stoppedAfter, results } = report
  const { required, recommended } = summary.failed
  if (required > 0) {
    return { text: `Not ready: ${count(required, 'required rule')} failed`, mark: 'bad' }
  }
  if (stoppedAfter !== null) return { text: 'Not ready: the endpoint went away', mark: 'bad' }
  if (isInterrupted)
    return { text: 'Interrupted; no required rule failed so far', mark: 'doubtful' }
  const untold = untoldFlaw(results)
  if (untold !== null) return { text: `Not ready: ${untold}`, mark: 'bad' }
  if (summary.score === null) return { text: 'Nothing could be judged', mark: 'none' }
  if (recommended > 0) {
    const what = count(recommended, 'recommended rule')
    return { text: `No required rule failed; ${what} did`, mark: 'doubtful' }
  }
  return { text: 'No required or recommended rule failed', mark: 'good' }
}
