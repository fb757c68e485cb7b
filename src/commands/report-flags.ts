import type { Command } from 'commander'
import { CliError } from '../contract/errors.ts'
import { REPORT_FORMATS, type ReportFormat } from '../report/report-format.ts'

export interface ReportFlags<Format extends string = ReportFormat> {
  readonly report?: readonly Format[]
  readonly reportDir: string
  readonly json?: boolean
}

/** Adds the flags that say how the results are told, to a command with these formats and records. */
export function addReportFlags(
  command: Command,
  formats: readonly string[] = REPORT_FORMATS,
  records = 'attempt, delivery and summary',
): Command {
  return command
    .option(
      '--report <formats>',
      `write reports: ${formats.join(', ')}; separated by commas`,
      (text) => parseFormats(text, formats),
    )
    .option('--report-dir <dir>', 'write them into this folder', 'reports')
    .option('--json', `print NDJSON: ${records} records`)
    .option('--show-secrets', 'show tokens and header values on the screen; never in a report')
}

function parseFormats(text: string, formats: readonly string[]): string[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !formats.includes(name))
  if (unknown === undefined) return [...new Set(names)]
  throw new CliError('BAD_REPORT', `--report: there is no format ${JSON.stringify(unknown)}`, {
    hint: `--report ${formats.join(',')}`,
  })
}
