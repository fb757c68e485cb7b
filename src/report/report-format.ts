import type { SequenceRun } from '../contract/delivery.ts'
import type { Redact } from './redact-header.ts'

export type ReportFormat = 'junit' | 'json' | 'har' | 'markdown'

export const REPORT_FORMATS: readonly ReportFormat[] = ['junit', 'json', 'har', 'markdown']

type Render = (run: SequenceRun, redact: Redact) => string

/** The file that a report is written to, and what renders it, loaded when it is asked for. */
const REPORTS: Readonly<
  Record<ReportFormat, { readonly fileName: string; readonly load: () => Promise<Render> }>
> = {
  junit: {
    fileName: 'hookstep-junit.xml',
    load: async () => (await import('./junit/render-junit.ts')).renderJunit,
  },
  json: {
    fileName: 'hookstep.json',
    load: async () => (await import('./json/render-json-report.ts')).renderJsonReport,
  },
  har: {
    fileName: 'hookstep.har',
    load: async () => (await import('./har/render-har.ts')).renderHar,
  },
  markdown: {
    fileName: 'hookstep.md',
    load: async () => (await import('./markdown/render-markdown.ts')).renderMarkdown,
  },
}

/** The name of the file that a report of this format is written to. */
export function reportFileName(format: ReportFormat): string {
  return REPORTS[format].fileName
}

/** A run as a report of this format, without the secrets that `redact` knows. */
export async function renderReport(
  format: ReportFormat,
  run: SequenceRun,
  redact: Redact,
): Promise<string> {
  const render = await REPORTS[format].load()
  return render(run, redact)
}
