import { mkdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { fileTimestamp } from './default-path.ts'
import {
  PRIVATE_MODE,
  type FileOperations,
  type FileState,
  type JournalFile,
} from './file-operations.ts'
import { codeOf, notWritable } from './journal-error.ts'
import { readTail, type Tail } from './recover-tail.ts'
import { saveTorn, type TornTail } from './torn-tail.ts'

/** The open file of a journal, whole up to `sizeBytes`. */
export interface Place {
  readonly file: JournalFile
  readonly dev: number
  readonly ino: number
  sizeBytes: number
}

export interface PlaceOptions {
  readonly path: string
  readonly files: FileOperations
  readonly clock: Clock
}

export interface OpenedPlace {
  readonly place: Place
  readonly tail: Tail
  /** Null where nothing was torn. */
  readonly torn: TornTail | null
}

const NAME_A_FILE = '--journal FILE names a regular file'

/** The path with its folder resolved, so that one file has one lock. Makes the folder on request. */
export async function resolvePath(path: string, createFolder: boolean): Promise<string> {
  const folder = dirname(path)
  try {
    if (createFolder) await mkdir(folder, { recursive: true, mode: 0o700 })
    return join(await realpath(folder), basename(path))
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw refusal(path, cause)
    throw notWritable(path, 'its folder does not exist', `mkdir -p ${folder}`, cause)
  }
}

/** Throws `JOURNAL_NOT_WRITABLE` for what is no file, without opening it (hardening J6). */
export async function requireFile({ path, files }: PlaceOptions): Promise<void> {
  const state = await files.stat(path).catch((cause: unknown) => {
    throw refusal(path, cause)
  })
  if (state === null) return
  requireKind(path, state)
  // The mode counts for root too, whom the system would let write.
  if ((state.mode & 0o222) === 0) throw notWritable(path, 'it is read-only', `chmod u+w ${path}`)
}

/**
 * Opens the file, makes it private, and cuts a torn tail off, which is kept beside it. Throws
 * `JOURNAL_NOT_WRITABLE`, also for a file that is no journal.
 */
export async function openPlace(options: PlaceOptions): Promise<OpenedPlace> {
  const { path, files } = options
  await requireFile(options)
  const file = await files.open(path, 'append').catch((cause: unknown) => {
    throw refusal(path, cause)
  })
  try {
    return await recover(file, options)
  } catch (cause) {
    await file.close()
    throw refusal(path, cause)
  }
}

async function recover(file: JournalFile, options: PlaceOptions): Promise<OpenedPlace> {
  const { path, files, clock } = options
  const state = await file.stat()
  requireKind(path, state)
  const tail = await readTail(file, state.size)
  // Nothing is done to a file of somebody else, not even to its mode.
  if (tail === null) {
    throw notWritable(path, 'it holds something else', '--journal FILE names a new file')
  }
  if ((state.mode & 0o777) !== PRIVATE_MODE) await file.chmod(PRIVATE_MODE)
  if (state.size === 0) await files.syncFolder(dirname(path))
  const savedAs = `${path}.torn-${fileTimestamp(clock.now())}`
  const torn = await cutTorn(file, state.size, tail, { savedAs, files })
  if (tail.lacksNewline) await endLine(file)
  const sizeBytes = tail.goodBytes + (tail.lacksNewline ? 1 : 0)
  return { place: { file, dev: state.dev, ino: state.ino, sizeBytes }, tail, torn }
}

async function cutTorn(
  file: JournalFile,
  sizeBytes: number,
  { goodBytes }: Tail,
  to: { readonly savedAs: string; readonly files: FileOperations },
): Promise<TornTail | null> {
  if (goodBytes === sizeBytes) return null
  const torn = await saveTorn(file, goodBytes, sizeBytes, to)
  await file.truncate(goodBytes)
  await file.datasync()
  return torn
}

async function endLine(file: JournalFile): Promise<void> {
  if ((await file.write(Buffer.from('\n'))) === 0) throw new Error('no space left')
  await file.datasync()
}

const KINDS = {
  directory: ['it is a directory', '--journal FILE names a file in it'],
  symlink: ['it is a symbolic link', '--journal FILE names the file that it points to'],
  other: ['it is not a regular file', NAME_A_FILE],
} as const

function requireKind(path: string, { kind }: FileState): void {
  if (kind === 'file') return
  const [why, hint] = KINDS[kind]
  throw notWritable(path, why, hint)
}

function refusal(path: string, cause: unknown): CliError {
  if (cause instanceof CliError) return cause
  return notWritable(path, (cause as Error).message, '--journal FILE names another place', cause)
}
