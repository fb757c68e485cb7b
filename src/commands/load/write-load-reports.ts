import type { Context } from '../../context.ts'
import type { LoadReport } from '../../contract/load-report.ts'
import { loadReportFileName, renderLoadReport } from '../../report/load/report-format.ts'
import type { LoadFlags } from './load-flags.ts'

type Flags = Pick<LoadFlags, 'report' | 'reportDir'>

/** Makes the folder of the reports before anything is sent. Throws `REPORT_NOT_WRITTEN`. */
export async function prepareLoadReports(flags: Flags, { cwd }: Context): Promise<void> {
  if (flags.report === undefined) return
  const { prepareReportFolder } = await import('../write-reports.ts')
  await prepareReportFolder({ dir: flags.reportDir, cwd })
}

/** Writes the reports that were asked for. Throws `REPORT_NOT_WRITTEN`. */
export async function writeLoadReports(
  report: LoadReport,
  flags: Flags,
  { cwd, env, secrets, stderr }: Context,
): Promise<void> {
  if (flags.report === undefined) return
  const { writeReports } = await import('../write-reports.ts')
  await writeReports({
    formats: flags.report,
    fileName: loadReportFileName,
    render: async (format) => renderLoadReport(format, report, secrets.redact),
    dir: flags.reportDir,
    cwd,
    env,
    onWritten: (path) => stderr.write(`wrote ${path}\n`),
  })
}
