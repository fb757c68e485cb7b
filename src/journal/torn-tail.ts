import type { FileOperations, JournalFile } from './file-operations.ts'
import { codeOf } from './journal-error.ts'

/** A torn tail that was cut off, and where it is kept. */
export interface TornTail {
  readonly savedAs: string
  readonly offset: number
  readonly sizeBytes: number
}

const CHUNK_BYTES = 1024 * 1024

/** Copies the bytes from `start` to `end` into a file of their own, on disk when it resolves (hardening J1). */
export async function saveTorn(
  file: JournalFile,
  start: number,
  end: number,
  to: { readonly savedAs: string; readonly files: FileOperations },
): Promise<TornTail> {
  const { savedAs, copy } = await createCopy(to.savedAs, to.files)
  try {
    await copyBytes(file, copy, start, end)
    await copy.datasync()
  } finally {
    await copy.close()
  }
  return { savedAs, offset: start, sizeBytes: end - start }
}

/** A second tail of the same moment gets a number. */
async function createCopy(
  path: string,
  files: FileOperations,
): Promise<{ savedAs: string; copy: JournalFile }> {
  for (let number = 1; ; number += 1) {
    const savedAs = number === 1 ? path : `${path}-${number}`
    try {
      return { savedAs, copy: await files.open(savedAs, 'create') }
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
}

async function copyBytes(
  from: JournalFile,
  to: JournalFile,
  start: number,
  end: number,
): Promise<void> {
  for (let position = start; position < end;) {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, end - position))
    const count = await from.read(chunk, position)
    await writeAll(to, chunk.subarray(0, count))
    position += count === 0 ? end : count
  }
}

/** Writes all of the bytes; a write that takes none means that there is no space (hardening J4). */
export async function writeAll(file: JournalFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const count = await file.write(bytes.subarray(written))
    if (count === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' })
    written += count
  }
}
