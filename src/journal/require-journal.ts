import type { LineProblemCode } from './codec.ts'
import { nodeFiles } from './file-operations.ts'
import { notReadable } from './journal-error.ts'
import { readJournal } from './read-journal.ts'
import { startsLikeRecord } from './recover-tail.ts'

/** What only a line that a journal wrote can be wrong with: it ends with a CRC. */
const SEALED: ReadonlySet<LineProblemCode> = new Set(['bad_crc', 'bad_record'])

/**
 * Throws `JOURNAL_UNREADABLE` for a file that cannot be read, or that holds something else. An empty
 * file is a journal, and so is one with no whole record left. Reads no further than to the first line
 * that a journal wrote.
 */
export async function requireJournal(path: string): Promise<void> {
  let isEmpty = true
  for await (const entry of readJournal(path)) {
    if (entry.kind === 'record' || SEALED.has(entry.code)) return
    isEmpty = false
  }
  if (isEmpty || (await beginsLikeRecord(path))) return
  throw notReadable(path, 'it holds something else')
}

async function beginsLikeRecord(path: string): Promise<boolean> {
  const file = await nodeFiles.open(path, 'read')
  try {
    const { size } = await file.stat()
    return await startsLikeRecord(file, size)
  } finally {
    await file.close()
  }
}
