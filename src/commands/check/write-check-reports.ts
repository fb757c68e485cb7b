import type { Context } from '../../context.ts'
import type { CheckReport } from '../../contract/check-report.ts'
import { checkReportFileName, renderCheckReport } from '../../report/check/report-format.ts'
import type { CheckFlags } from './check-flags.ts'

type Flags = Pick<CheckFlags, 'report' | 'reportDir' | 'failOn'>

/** Makes the folder of the reports before anything is sent. Throws `REPORT_NOT_WRITTEN`. */
export async function prepareCheckReports(flags: Flags, { cwd }: Context): Promise<void> {
  if (flags.report === undefined) return
  const { prepareReportFolder } = await import('../write-reports.ts')
  await prepareReportFolder({ dir: flags.reportDir, cwd })
}

/** Writes the reports that were asked for, as red as the exit code is with what is `known`. Throws `REPORT_NOT_WRITTEN`. */
export async function writeCheckReports(
  report: CheckReport,
  flags: Flags,
  known: ReadonlySet<string>,
  { cwd, env, secrets, stderr }: Context,
): Promise<void> {
  if (flags.report === undefined) return
  const { writeReports } = await import('../write-reports.ts')
  const counting = { failOn: flags.failOn, known }
  await writeReports({
    formats: flags.report,
    fileName: checkReportFileName,
    render: async (format) => renderCheckReport(format, report, secrets.redact, counting),
    dir: flags.reportDir,
    cwd,
    env,
    onWritten: (path) => stderr.write(`wrote ${path}\n`),
  })
}
