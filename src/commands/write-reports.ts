import { appendFile, mkdtemp, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { CliError } from '../contract/errors.ts'
import type { Environment } from '../context.ts'
import { makeFolder } from '../fixtures/make-folder.ts'

export interface WriteReportsOptions<Format extends string> {
  readonly formats: readonly Format[]
  readonly fileName: (format: Format) => string
  readonly render: (format: Format) => Promise<string>
  /** The folder to write to, from `cwd`; made where it is missing. */
  readonly dir: string
  readonly cwd: string
  readonly env: Environment
  /** Told of every file that was written. */
  readonly onWritten: (path: string) => void
}

/**
 * Makes the folder of the reports and tries it with a file, so that a run of half an hour does not
 * learn at its end that it cannot write. Throws `REPORT_NOT_WRITTEN`.
 */
export async function prepareReportFolder(
  options: Pick<WriteReportsOptions<string>, 'dir' | 'cwd'>,
): Promise<void> {
  const folder = resolve(options.cwd, options.dir)
  await orNotWritten(folder, tryFolder(folder))
}

async function tryFolder(folder: string): Promise<void> {
  await makeFolder(folder)
  await rmdir(await mkdtemp(join(folder, '.hookstep-')))
}

/**
 * Writes the reports of a run, each whole or not at all, and then appends the Markdown to the file that
 * `GITHUB_STEP_SUMMARY` names. One that cannot be written keeps no other from being written; the first
 * error, `REPORT_NOT_WRITTEN`, is thrown at the end.
 */
export async function writeReports<Format extends string>(
  options: WriteReportsOptions<Format>,
): Promise<void> {
  const { dir, cwd, fileName, render } = options
  const folder = resolve(cwd, dir)
  const errors: unknown[] = []
  for (const format of new Set(options.formats)) {
    const path = join(folder, fileName(format))
    const text = await render(format)
    await orNotWritten(path, writeReport(path, text)).then(
      () => options.onWritten(path),
      (error: unknown) => errors.push(error),
    )
    if (format === 'markdown') {
      await appendToSummary(text, options).catch((error: unknown) => errors.push(error))
    }
  }
  if (errors.length > 0) throw errors[0]
}

/**
 * The text is written by the hook, not handed over: write-file-atomic writes once only, and takes
 * what a full disk left of it for the whole.
 */
async function writeReport(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path))
  const fill: (temporary: string) => unknown = async (temporary) => writeFile(temporary, text)
  await writeFileAtomic(path, '', { tmpfileCreated: fill })
}

async function appendToSummary(
  text: string,
  { cwd, env }: Pick<WriteReportsOptions<string>, 'cwd' | 'env'>,
): Promise<void> {
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
