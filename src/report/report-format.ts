import type { SequenceRun } from '../contract/delivery.ts'
import type { Redact } from './redact-header.ts'
import { defineFormats } from './define-formats.ts'

export type ReportFormat = 'junit' | 'json' | 'har' | 'markdown'

/** The reports of a sequence. */
export const {
  names: REPORT_FORMATS,
  fileName: reportFileName,
  render: renderReport,
} = defineFormats<ReportFormat, [run: SequenceRun, redact: Redact]>({
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
})
