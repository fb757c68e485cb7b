import type { Command } from 'commander'
import { CliError } from '../contract/errors.ts'
import { REPORT_FORMATS, type ReportFormat } from '../report/report-format.ts'

export interface ReportFlags {
  readonly report?: readonly ReportFormat[]
  readonly reportDir: string
  readonly json?: boolean
}

/** Adds the flags that say how the results are told. */
export function addReportFlags(command: Command): Command {
  return command
    .option(
      '--report <formats>',
      `write reports: ${REPORT_FORMATS.join(', ')}; separated by commas`,
      parseFormats,
    )
    .option('--report-dir <dir>', 'write them into this folder', 'reports')
    .option('--json', 'print NDJSON: attempt, delivery and summary records')
    .option('--show-secrets', 'show tokens and header values on the screen; never in a report')
}

function parseFormats(text: string): ReportFormat[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isFormat(name))
  if (unknown === undefined) return [...new Set(names.filter(isFormat))]
  throw new CliError('BAD_REPORT', `--report: there is no format ${JSON.stringify(unknown)}`, {
    hint: `--report ${REPORT_FORMATS.join(',')}`,
  })
}

function isFormat(name: string): name is ReportFormat {
  return (REPORT_FORMATS as readonly string[]).includes(name)
}
