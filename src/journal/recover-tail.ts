import type { SessionTimeline } from '../contract/received.ts'
import type { JournalFile } from './file-operations.ts'
import { createHistory } from './history.ts'
import { headOf, readHead, type LineHead } from './line-head.ts'
import { readLine, type LineProblem } from './read-journal.ts'
import { scanLines, type Line } from './scan-lines.ts'
import { checkSeal } from './seal.ts'

const MIB = 1024 * 1024
/**
 * How much of the end of a journal is read when it is opened, however large it is (hardening J9): the
 * second only where the first holds no whole record, as behind a torn one of the largest size.
 */
const WINDOWS_BYTES = [8 * MIB, 32 * MIB]
/** Damaged lines beyond this many are left to `verifyJournal`. */
const MAX_PROBLEMS = 100

/** What the end of a journal says. */
export interface Tail {
  /** Where the last whole record ends; what stands behind it is torn. */
  readonly goodBytes: number
  /** True where the last record is whole and only its `\n` is missing. */
  readonly lacksNewline: boolean
  /** 0 where there is no record. */
  readonly lastSeq: number
  readonly sessions: readonly SessionTimeline[]
  /** Damaged lines that have a whole record after them (hardening J2). */
  readonly problems: readonly LineProblem[]
}

/**
 * Reads the end of a journal, and only that. Null when no line there is a whole record and the
 * beginning is not that of one: then it is no journal, and nothing may be cut.
 */
export async function readTail(file: JournalFile, sizeBytes: number): Promise<Tail | null> {
  for (const windowBytes of WINDOWS_BYTES) {
    const found = await scanTail(file, Math.max(0, sizeBytes - windowBytes), sizeBytes)
    if (found.goodBytes > 0) return found
    if (windowBytes >= sizeBytes) return (await startsLikeRecord(file, sizeBytes)) ? found : null
  }
  return null
}

async function scanTail(file: JournalFile, start: number, end: number): Promise<Tail> {
  const history = createHistory()
  const problems: LineProblem[] = []
  let [goodBytes, lacksNewline] = [0, false]
  for await (const lines of scanLines(file, start, end)) {
    for (const line of lines) {
      const { isWhole, head, problem } = inspect(line)
      if (head !== null) history.add(head)
      // A window that begins in the middle of a line makes no problem of it.
      const isKnown = line.offset > start || start === 0
      if (problem !== null && isKnown && problems.length < MAX_PROBLEMS) problems.push(problem)
      if (!isWhole) continue
      goodBytes = line.offset + line.sizeBytes
      lacksNewline = !line.isTerminated
    }
  }
  const inside = problems.filter(({ offset }) => offset < goodBytes)
  return { goodBytes, lacksNewline, problems: inside, ...history.read() }
}

interface Inspection {
  readonly isWhole: boolean
  readonly head: LineHead | null
  readonly problem: LineProblem | null
}

function inspect(line: Line): Inspection {
  const head = checkSeal(line.bytes) === 'intact' ? readHead(line.bytes) : null
  if (head !== null) return { isWhole: true, head, problem: null }
  const entry = readLine(line)
  return entry.kind === 'record'
    ? { isWhole: true, head: headOf(entry.record), problem: null }
    : { isWhole: entry.code === 'bad_record', head: null, problem: entry }
}

/** How every record begins, up to what is its own. */
const RECORD_STARTS = ['request', 'forward', 'reply'].map((type) => `{"type":"${type}","seq":`)
const LONGEST_START = 23

/** True for a file that begins as a record does: what a crash can leave of the very first one. */
export async function startsLikeRecord(file: JournalFile, sizeBytes: number): Promise<boolean> {
  const bytes = Buffer.alloc(Math.min(sizeBytes, LONGEST_START))
  await file.read(bytes, 0)
  const text = bytes.toString('latin1')
  return RECORD_STARTS.some((start) => text.startsWith(start) || start.startsWith(text))
}
