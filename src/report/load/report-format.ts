import type { LoadReport } from '../../contract/load-report.ts'
import type { Redact } from '../redact-header.ts'
import { defineFormats } from '../define-formats.ts'

export type LoadReportFormat = 'html' | 'json' | 'markdown' | 'hdr'

/** The reports of `load`. */
export const {
  names: LOAD_REPORT_FORMATS,
  fileName: loadReportFileName,
  render: renderLoadReport,
} = defineFormats<LoadReportFormat, [report: LoadReport, redact: Redact]>({
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
})
