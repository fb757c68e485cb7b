import type { LoadReport } from '../../../contract/load-report.ts'
import type { Headline } from '../../html/summary-panel.tsx'
import { count } from '../../text/units.ts'
import { loadVerdict, percent } from '../figures.ts'

/** The thresholds decide; without any, a rejection does. */
export function loadHeadline(report: LoadReport): Headline {
  const { attempts, acknowledged, rejected, assertions } = report
  const missed = assertions.filter(({ isHeld }) => !isHeld).length
  if (attempts === 0) return { text: 'Nothing was measured', mark: 'none' }
  if (missed > 0) return { text: `${count(missed, 'threshold')} missed`, mark: 'bad' }
  if (report.isInterrupted) return { text: 'Interrupted', mark: 'doubtful' }
  if (loadVerdict(report) === 'failed') {
    return { text: `${percent(rejected, acknowledged + rejected)} were rejected`, mark: 'bad' }
  }
  return {
    text: assertions.length > 0 ? 'Every threshold held' : 'Every notification was acknowledged',
    mark: 'good',
  }
}
