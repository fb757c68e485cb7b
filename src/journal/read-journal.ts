import { decodeRecord, type LineProblemCode } from './codec.ts'
import { nodeFiles, type JournalFile } from './file-operations.ts'
import { notReadable } from './journal-error.ts'
import type { JournalRecord } from './record.ts'
import { scanLines, type Line } from './scan-lines.ts'

/** A line that is not a record, and where it stands. */
export interface LineProblem {
  readonly code: LineProblemCode
  readonly detail: string
  readonly offset: number
  readonly sizeBytes: number
}

/** One line of a journal, read. */
export type JournalEntry =
  | {
      readonly kind: 'record'
      readonly record: JournalRecord
      readonly offset: number
      readonly sizeBytes: number
    }
  | ({ readonly kind: 'problem' } & LineProblem)

/** What `verifyJournal` found. */
export interface JournalVerification {
  readonly sizeBytes: number
  readonly records: Readonly<Record<JournalRecord['type'], number>>
  readonly problemCount: number
  /** The first thousand. */
  readonly problems: readonly LineProblem[]
  /** True where the last line is torn: the next one who writes to it cuts it off, and keeps it. */
  readonly isTorn: boolean
}

const MAX_PROBLEMS = 1000

/**
 * The records of a journal in the order in which they were written, and each damaged line as a
 * problem. Reads as it goes, in bounded memory; the file may be written to meanwhile, and what is
 * added then is not told. Throws `JOURNAL_UNREADABLE`.
 */
export async function* readJournal(path: string): AsyncGenerator<JournalEntry> {
  // Line by line, so that what was read before is free to go.
  for await (const lines of readChunks(path)) for (const line of lines) yield readLine(line)
}

async function* readChunks(path: string): AsyncGenerator<readonly Line[]> {
  const file = await openToRead(path)
  try {
    const { size } = await file.stat()
    yield* scanLines(file, 0, size)
  } finally {
    await file.close()
  }
}

/**
 * Counts the records of a journal and says which lines are damaged, and where (hardening J2). Throws
 * `JOURNAL_UNREADABLE`, and the reason of the signal when it aborts.
 */
export async function verifyJournal(
  path: string,
  signal?: AbortSignal,
): Promise<JournalVerification> {
  const found = await verifyOnce(path, signal)
  // What looks torn may be a write that was under way: then there is more by now.
  return found.isTorn && (await sizeOf(path)) > found.sizeBytes ? verifyOnce(path, signal) : found
}

async function sizeOf(path: string): Promise<number> {
  return (await nodeFiles.stat(path))?.size ?? 0
}

async function verifyOnce(path: string, signal?: AbortSignal): Promise<JournalVerification> {
  const records = { request: 0, forward: 0, reply: 0 }
  const problems: LineProblem[] = []
  let [problemCount, sizeBytes, isTorn] = [0, 0, false]
  for await (const lines of readChunks(path)) {
    signal?.throwIfAborted()
    for (const line of lines) {
      const entry = readLine(line)
      sizeBytes = entry.offset + entry.sizeBytes
      if (entry.kind === 'record') records[entry.record.type] += 1
      else problemCount += 1
      isTorn = entry.kind === 'problem' && entry.code === 'torn_tail'
      if (entry.kind === 'problem' && problems.length < MAX_PROBLEMS) problems.push(entry)
    }
  }
  return { sizeBytes, records, problemCount, problems, isTorn }
}

/** The entry of one line. What stands after the last `\n` is torn unless its CRC fits (hardening J3). */
export function readLine(line: Line): JournalEntry {
  const { offset, sizeBytes } = line
  const decoded = decodeLine(line)
  if (decoded.kind === 'record') return { ...decoded, offset, sizeBytes }
  const isWhole = line.isTerminated || decoded.code === 'bad_record'
  return { ...decoded, ...(isWhole ? {} : { code: 'torn_tail' }), offset, sizeBytes }
}

function decodeLine(line: Line): ReturnType<typeof decodeRecord> {
  if (!line.isTooLong) return decodeRecord(line.bytes)
  return { kind: 'problem', code: 'too_long', detail: `a line of ${line.sizeBytes} bytes` }
}

async function openToRead(path: string): Promise<JournalFile> {
  const file = await nodeFiles.open(path, 'read').catch((cause: unknown) => {
    throw notReadable(path, (cause as Error).message, cause)
  })
  const { kind } = await file.stat()
  if (kind === 'file') return file
  await file.close()
  throw notReadable(path, 'it is not a file')
}
