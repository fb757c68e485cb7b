import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { SequenceRun } from '../contract/delivery.ts'
import { CliError } from '../contract/errors.ts'
import type { Environment } from '../context.ts'
import type { Redact } from '../report/redact-header.ts'
import { renderReport, reportFileName, type ReportFormat } from '../report/report-format.ts'

export interface WriteReportsOptions {
  readonly formats: readonly ReportFormat[]
  /** The folder to write to, from `cwd`; made where it is missing. */
  readonly dir: string
  readonly cwd: string
  readonly env: Environment
  readonly run: SequenceRun
  readonly redact: Redact
}

/**
 * Writes the reports of a run, each whole or not at all, and returns their paths. Markdown is also
 * appended to the file that `GITHUB_STEP_SUMMARY` names. Throws `REPORT_NOT_WRITTEN`.
 */
export async function writeReports(options: WriteReportsOptions): Promise<string[]> {
  const { dir, cwd, run, redact } = options
  const folder = resolve(cwd, dir)
  const paths: string[] = []
  for (const format of new Set(options.formats)) {
    const text = await renderReport(format, run, redact)
    const path = join(folder, reportFileName(format))
    await orNotWritten(path, writeReport(folder, path, text))
    paths.push(path)
    if (format === 'markdown') await appendToSummary(text, options)
  }
  return paths
}

/**
 * The text is written by the hook, not handed over: write-file-atomic writes once only, and takes
 * what a full disk left of it for the whole.
 */
async function writeReport(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const fill: (temporary: string) => unknown = async (temporary) => writeFile(temporary, text)
  await writeFileAtomic(path, '', { tmpfileCreated: fill })
}

async function appendToSummary(text: string, { cwd, env }: WriteReportsOptions): Promise<void> {
  const { GITHUB_STEP_SUMMARY: summary } = env
  if (summary === undefined || summary === '') return
  const path = resolve(cwd, summary)
  await orNotWritten(path, appendFile(path, `\n${text}`), 'unset GITHUB_STEP_SUMMARY')
}

async function orNotWritten(path: string, written: Promise<void>, hint?: string): Promise<void> {
  try {
    await written
  } catch (cause) {
    throw new CliError('REPORT_NOT_WRITTEN', `${path}: ${(cause as Error).message}`, {
      exitCode: 3,
      hint: hint ?? '--report-dir with a folder that can be written to',
      cause,
    })
  }
}
