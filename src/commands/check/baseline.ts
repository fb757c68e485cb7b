import { readBaseline, writeBaseline } from '../../config/baseline-file.ts'
import type { Context } from '../../context.ts'
import { mendedFailures, toBaseline } from '../../contract/baseline.ts'
import { failuresThatCount, type CheckReport } from '../../contract/check-report.ts'
import type { CheckVerdict } from '../../report/check/check-events.ts'
import { redactUrl } from '../../report/redact-url.ts'
import type { CheckFlags } from './check-flags.ts'

type Known = ReadonlySet<string>

/** The ids that `--baseline` knows; none without it. Throws `BASELINE_*`. */
export async function openBaseline({ baseline }: CheckFlags, { cwd }: Context): Promise<Known> {
  if (baseline === undefined) return new Set()
  const { failures } = await readBaseline(cwd, baseline)
  return new Set(failures)
}

/** What the failures of a run come to, with those that are known left out of account. */
export function judgeReport(
  report: CheckReport,
  { failOn }: CheckFlags,
  known: Known,
): CheckVerdict {
  const failed = report.results.filter(({ finding }) => finding.result === 'fail')
  return {
    counting: failuresThatCount(report, failOn, known),
    known: failed.map(({ rule }) => rule.id).filter((id) => known.has(id)),
    mended: mendedFailures(report, known),
    isCutShort: report.stoppedAfter !== null && !known.has('SUR-LIVES-ON'),
  }
}

/** Writes the failures of a run where `--write-baseline` says so. Throws `BASELINE_NOT_WRITTEN`. */
export async function saveBaseline(
  report: CheckReport,
  { writeBaseline: path }: CheckFlags,
  known: Known,
  { cwd, secrets, stderr }: Context,
): Promise<void> {
  if (path === undefined) return
  const url = redactUrl(report.url, secrets.redact)
  await writeBaseline(cwd, path, toBaseline(report, { known, url }))
  stderr.write(`wrote ${path}\n`)
}
