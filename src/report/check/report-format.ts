import type { CheckReport } from '../../contract/check-report.ts'
import type { Redact } from '../redact-header.ts'
import type { CountingFailures } from './counting-failures.ts'
import { defineFormats } from '../define-formats.ts'

export type CheckReportFormat = 'junit' | 'html' | 'json' | 'har' | 'markdown'

/** The reports of `check`, as red as what counts. */
export const {
  names: CHECK_REPORT_FORMATS,
  fileName: checkReportFileName,
  render: renderCheckReport,
} = defineFormats<
  CheckReportFormat,
  [report: CheckReport, redact: Redact, counting: CountingFailures]
>({
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
})
