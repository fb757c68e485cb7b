import type { Context } from '../context.ts'
import type { ReportFlags } from './report-flags.ts'

type Asked<Format extends string> = Pick<ReportFlags<Format>, 'report' | 'reportDir'>

/** Makes the folder of the reports that are asked for, before anything is sent. Throws `REPORT_NOT_WRITTEN`. */
export async function prepareReports(
  { report, reportDir }: Asked<string>,
  { cwd }: Pick<Context, 'cwd'>,
): Promise<void> {
  if (report === undefined) return
  const { prepareReportFolder } = await import('./write-reports.ts')
  await prepareReportFolder({ dir: reportDir, cwd })
}

/** What a run is written as. */
export interface RunReports<Format extends string> {
  readonly fileName: (format: Format) => string
  readonly render: (format: Format) => Promise<string>
}

/** Writes the reports that are asked for, and tells their paths. Throws `REPORT_NOT_WRITTEN`. */
export async function saveReports<Format extends string>(
  { report, reportDir }: Asked<Format>,
  { fileName, render }: RunReports<Format>,
  { cwd, env, stderr }: Pick<Context, 'cwd' | 'env' | 'stderr'>,
): Promise<void> {
  if (report === undefined) return
  const { writeReports } = await import('./write-reports.ts')
  await writeReports({
    formats: report,
    fileName,
    render,
    dir: reportDir,
    cwd,
    env,
    onWritten: (path) => stderr.write(`wrote ${path}\n`),
  })
}
