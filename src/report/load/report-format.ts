import type { LoadReport } from '../../contract/load-report.ts'
import type { Redact } from '../redact-header.ts'

export type LoadReportFormat = 'html' | 'json' | 'markdown' | 'hdr'

type Render = (report: LoadReport, redact: Redact) => string

/** The file that a report of `load` is written to, and what renders it, loaded when it is asked for. */
const REPORTS: Readonly<
  Record<LoadReportFormat, { readonly fileName: string; readonly load: () => Promise<Render> }>
> = {
  html: {
    fileName: 'hookstep.html',
    load: async () => (await import('./html/render-load-html.tsx')).renderLoadHtml,
  },
  json: {
    fileName: 'hookstep.json',
    load: async () => (await import('./json.ts')).renderLoadJson,
  },
  markdown: {
    fileName: 'hookstep.md',
    load: async () => (await import('./markdown.ts')).renderLoadMarkdown,
  },
  hdr: {
    fileName: 'hookstep.hgrm',
    load: async () => (await import('./hdr.ts')).renderLoadHdr,
  },
}

export const LOAD_REPORT_FORMATS = Object.keys(REPORTS) as readonly LoadReportFormat[]

/** The name of the file that a report of this format is written to. */
export function loadReportFileName(format: LoadReportFormat): string {
  return REPORTS[format].fileName
}

/** A run of `load` as a report of this format, without the secrets that `redact` knows. */
export async function renderLoadReport(
  format: LoadReportFormat,
  report: LoadReport,
  redact: Redact,
): Promise<string> {
  const render = await REPORTS[format].load()
  return render(report, redact)
}
