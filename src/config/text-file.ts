import { readFile, stat } from 'node:fs/promises'
import { CliError } from '../contract/errors.ts'

const MAX_BYTES = 1024 * 1024

/** A file of settings as it stands on the disk. */
export interface TextFile {
  readonly text: string
  /** Its permissions, as `stat` gives them. */
  readonly mode: number
}

/** How the trouble with one kind of file is told. */
export interface TextFileErrors {
  /** For a file that is not there. */
  readonly missing: (cause: unknown) => CliError
  /** For a folder, and for what may not be read. */
  readonly unreadable: (detail: string, cause?: unknown) => CliError
  /** For one over 1 MiB, or not in UTF-8 without a byte order mark. */
  readonly invalid: (problem: string, options?: { hint?: string; cause?: unknown }) => CliError
}

/** Reads a text file of at most 1 MiB in UTF-8. Throws what `errors` makes of the trouble. */
export async function readTextFile(path: string, errors: TextFileErrors): Promise<TextFile> {
  const refuse = unreadable(errors)
  const stats = await stat(path).catch(refuse)
  if (!stats.isFile()) throw errors.unreadable('not a file')
  if (stats.size > MAX_BYTES) throw errors.invalid(`${stats.size} bytes, and 1 MiB is the most`)
  return { text: decode(await readFile(path).catch(refuse), errors), mode: stats.mode }
}

function unreadable(errors: TextFileErrors): (error: unknown) => never {
  return (cause) => {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') throw errors.missing(cause)
    throw errors.unreadable(message, cause)
  }
}

function decode(bytes: Uint8Array, { invalid }: TextFileErrors): string {
  const hint = 'save it as UTF-8 without a byte order mark'
  const hasMark = [0xfeff, 0xfffe].includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))
  if (hasMark || (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)) {
    throw invalid('starts with a byte order mark', { hint })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw invalid('not UTF-8', { hint, cause })
  }
}
