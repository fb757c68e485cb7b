import type { Stats } from 'node:fs'
import { open, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { makeFolder } from '../fixtures/make-folder.ts'

export interface WriteExportOptions {
  /** The file, from `context.cwd`; `-` is standard output. */
  readonly out: string
  /** True replaces a file that is there. */
  readonly force: boolean
  /** The journal that is exported, if it is one: never written to. */
  readonly journal?: string
  /** @default for its owner only: what was received is personal data, as the journal is */
  readonly mode?: number
  readonly context: Context
}

const PRIVATE_MODE = 0o600

/**
 * Writes an export as it is made: the file is whole, or not there. Throws `EXPORT_EXISTS` where one
 * is there and `force` is false, `EXPORT_NOT_WRITTEN`, or what the making of the text throws.
 */
export async function writeExport(
  chunks: AsyncIterable<string>,
  options: WriteExportOptions,
): Promise<void> {
  if (options.out === '-') await print(chunks, options.context)
  else await writeToFile(chunks, resolve(options.context.cwd, options.out), options)
}

/** Throws `EXPORT_EXISTS` where `writeExport` would, before anything is written: for an export of several files. */
export async function requireFree(
  out: string,
  { force, context }: Pick<WriteExportOptions, 'force' | 'context'>,
): Promise<void> {
  const path = resolve(context.cwd, out)
  requireFreePlace(path, await find(path), force)
}

async function print(chunks: AsyncIterable<string>, { stdout }: Context): Promise<void> {
  for await (const chunk of chunks) {
    stdout.write(chunk)
    if (stdout.isGone) return
  }
}

async function writeToFile(
  chunks: AsyncIterable<string>,
  path: string,
  { force, journal, mode = PRIVATE_MODE }: WriteExportOptions,
): Promise<void> {
  await orNotWritten(path, claim(path, force, journal))
  try {
    // The text is written by the hook: write-file-atomic takes it only as a whole.
    const fill: (temporary: string) => unknown = async (temporary) => writeFile(temporary, chunks)
    const written = writeFileAtomic(path, '', { mode, tmpfileCreated: fill })
    await orNotWritten(path, written)
  } catch (error) {
    if (!force) await rm(path, { force: true })
    throw error
  }
}

/** Makes sure that nothing is lost: a new file is there from now on, so that nobody else makes one. */
async function claim(path: string, force: boolean, journal: string | undefined): Promise<void> {
  const found = await find(path)
  if (journal !== undefined && isSame(found, await stat(journal))) {
    throw exists(path, 'is the journal itself', '--out with another file')
  }
  requireFreePlace(path, found, force)
  await makeFolder(dirname(path))
  if (!force) await (await open(path, 'wx', PRIVATE_MODE)).close()
}

async function find(path: string): Promise<Stats | null> {
  return stat(path).catch(() => null)
}

function requireFreePlace(path: string, found: Stats | null, force: boolean): void {
  if (found !== null && !found.isFile()) {
    throw exists(path, 'is there, and is no file', '--out with the name of a file')
  }
  if (found !== null && !force) throw exists(path, 'is there already', '--force replaces it')
}

function isSame(found: Stats | null, source: Stats): boolean {
  return found?.dev === source.dev && found.ino === source.ino
}

function exists(path: string, problem: string, hint: string): CliError {
  return new CliError('EXPORT_EXISTS', `${path} ${problem}`, { hint })
}

async function orNotWritten(path: string, written: Promise<void>): Promise<void> {
  try {
    await written
  } catch (cause) {
    if (cause instanceof CliError) throw cause
    throw new CliError('EXPORT_NOT_WRITTEN', `${path}: ${(cause as Error).message}`, {
      exitCode: 3,
      hint: '--out with a file that can be written to',
      cause,
    })
  }
}
