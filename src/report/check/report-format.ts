import type { CheckReport } from '../../contract/check-report.ts'
import type { Redact } from '../redact-header.ts'
import type { CountingFailures } from './counting-failures.ts'

export type CheckReportFormat = 'junit' | 'html' | 'json' | 'har' | 'markdown'

type Render = (report: CheckReport, redact: Redact, counting: CountingFailures) => string

/** The file that a report of `check` is written to, and what renders it, loaded when it is asked for. */
const REPORTS: Readonly<
  Record<CheckReportFormat, { readonly fileName: string; readonly load: () => Promise<Render> }>
> = {
  junit: {
    fileName: 'hookstep-junit.xml',
    load: async () => (await import('./junit.ts')).renderCheckJunit,
  },
  html: {
    fileName: 'hookstep.html',
    load: async () => (await import('./html/render-check-html.tsx')).renderCheckHtml,
  },
  json: {
    fileName: 'hookstep.json',
    load: async () => (await import('./json.ts')).renderCheckJson,
  },
  har: {
    fileName: 'hookstep.har',
    load: async () => (await import('./har.ts')).renderCheckHar,
  },
  markdown: {
    fileName: 'hookstep.md',
    load: async () => (await import('./markdown.ts')).renderCheckMarkdown,
  },
}

export const CHECK_REPORT_FORMATS = Object.keys(REPORTS) as readonly CheckReportFormat[]

/** The name of the file that a report of this format is written to. */
export function checkReportFileName(format: CheckReportFormat): string {
  return REPORTS[format].fileName
}

/** A run of `check` as a report of this format, without the secrets that `redact` knows. */
export async function renderCheckReport(
  format: CheckReportFormat,
  report: CheckReport,
  redact: Redact,
  counting: CountingFailures,
): Promise<string> {
  const render = await REPORTS[format].load()
  return render(report, redact, counting)
}
