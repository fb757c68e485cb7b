import type { Clock } from '../context.ts'
import type { SessionTimeline } from '../contract/received.ts'
import { MAX_LINE_BYTES } from './codec.ts'
import { nodeFiles, type FileOperations } from './file-operations.ts'
import { GroupCommit } from './group-commit.ts'
import { secretNames, withoutSecrets } from './headers.ts'
import { JournalError } from './journal-error.ts'
import { JournalWriter, type FileChange } from './journal-writer.ts'
import { acquireLock, type Lock } from './lock.ts'
import { openPlace, requireFile, resolvePath, type OpenedPlace } from './place.ts'
import type { LineProblem } from './read-journal.ts'
import { recordJson } from './record-json.ts'
import type { JournalRecord } from './record.ts'
import { SEAL_BYTES, sealLines } from './seal.ts'
import type { TornTail } from './torn-tail.ts'

/** What somebody should be told of a journal. */
export type JournalEvent =
  /** A torn tail was cut off, and is kept. */
  | ({ readonly kind: 'torn' } & TornTail)
  /** Damaged lines were skipped, and stay where they are. */
  | { readonly kind: 'corrupt'; readonly problems: readonly LineProblem[] }
  /** Somebody did something to the file; it was opened again. */
  | { readonly kind: 'reopened'; readonly change: FileChange }
  /** Records are refused from now on; for good when the code is `JOURNAL_BROKEN`. */
  | { readonly kind: 'trouble'; readonly error: JournalError }
  /** Records are kept again. */
  | { readonly kind: 'recovered' }

export interface JournalOptions {
  readonly path: string
  readonly clock: Clock
  /** The real id of this process: the lock is judged by it. */
  readonly pid: number
  /** Makes the folder, for the default place. @default false */
  readonly createFolder?: boolean
  /** Names of headers whose values are secrets, besides the usual ones. */
  readonly secretHeaders?: readonly string[]
  readonly onEvent?: (event: JournalEvent) => void
  /** @default the files of this machine */
  readonly files?: FileOperations
}

/** An open journal: the only one that writes to its file. */
export interface Journal {
  readonly path: string
  /** The highest sequence number that it holds or was given; 0 at first. */
  readonly lastSeq: number
  /** The sessions in the last 8 MiB of the file when it was opened, the latest last. */
  readonly sessions: readonly SessionTimeline[]
  /** True after a failed sync: every append rejects from then on (hardening J5). */
  readonly isBroken: boolean
  /** Resolves when the record is on disk. Rejects with a `JournalError` where it is not kept. */
  append(record: JournalRecord): Promise<void>
  /** Resolves when everything that was given is on disk or refused, and the file is given up. */
  close(): Promise<void>
}

/** How often the file is looked at while nothing is written. */
const CHECK_EVERY_MS = 500

/**
 * Opens a journal to write to it: locked, private, its torn tail cut off and kept beside it. Reads
 * only the end of a large one. Throws `JOURNAL_NOT_WRITABLE` or `JOURNAL_LOCKED`, exit 3.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const path = await resolvePath(options.path, options.createFolder ?? false)
  const settled = { ...options, path, files: options.files ?? nodeFiles }
  await requireFile(settled)
  const lock = await acquireLock(settled)
  try {
    return startJournal(await openPlace(settled), settled, lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Of UTF-16, in UTF-8: so that hardly ever a line is measured that is encoded soon. */
const MOST_BYTES_OF_A_UNIT = 3

type SettledOptions = JournalOptions & { readonly files: FileOperations }

function startJournal(opened: OpenedPlace, options: SettledOptions, lock: Lock): Journal {
  const tell = options.onEvent ?? (() => {})
  tellOpened(opened, tell)
  const writer = createWriter(opened, options, lock)
  const group = new GroupCommit({
    commit: async (lines) => writer.commit(sealLines(lines)),
    check: async () => writer.check(),
  })
  const closing = new AbortController()
  const checking = checkUntil(closing.signal, group, options.clock)
  const secrets = secretNames(options.secretHeaders ?? [])
  let { lastSeq } = opened.tail
  return {
    path: options.path,
    sessions: opened.tail.sessions,
    get lastSeq() {
      return lastSeq
    },
    get isBroken() {
      return writer.isBroken
    },
    append: async (record) => {
      if (closing.signal.aborted) throw new JournalError('JOURNAL_CLOSED', 'it is closed')
      lastSeq = Math.max(lastSeq, record.seq)
      await group.add(jsonOf(record, secrets)).kept
    },
    close: async () => {
      closing.abort()
      await checking
      await group.untilIdle()
      await writer.close()
      await lock.release()
    },
  }
}

function createWriter(opened: OpenedPlace, options: SettledOptions, lock: Lock): JournalWriter {
  const tell = options.onEvent ?? (() => {})
  return new JournalWriter(opened.place, {
    ...options,
    confirmLock: async () => lock.confirm(),
    onReopened: (change, reopened) => {
      tell({ kind: 'reopened', change })
      tellOpened(reopened, tell)
    },
    onTrouble: (error) => tell({ kind: 'trouble', error }),
    onRecovered: () => tell({ kind: 'recovered' }),
  })
}

function tellOpened({ torn, tail }: OpenedPlace, tell: (event: JournalEvent) => void): void {
  if (torn !== null) tell({ kind: 'torn', ...torn })
  if (tail.problems.length > 0) tell({ kind: 'corrupt', problems: tail.problems })
}

/** Lets the file be looked at within a second of whatever is done to it (hardening J8). */
async function checkUntil(signal: AbortSignal, group: GroupCommit, clock: Clock): Promise<void> {
  try {
    for (;;) {
      await clock.sleep(CHECK_EVERY_MS, signal)
      group.requestCheck()
    }
  } catch {
    // It is closed.
  }
}

function jsonOf(record: JournalRecord, secrets: ReadonlySet<string>): string {
  const json = recordJson(record.type === 'request' ? withoutSecrets(record, secrets) : record)
  const mostBytes = MAX_LINE_BYTES - SEAL_BYTES
  if (json.length * MOST_BYTES_OF_A_UNIT <= mostBytes) return json
  const sizeBytes = Buffer.byteLength(json)
  if (sizeBytes <= mostBytes) return json
  throw new JournalError('JOURNAL_TOO_LARGE', `a record of ${sizeBytes + SEAL_BYTES} bytes`)
}
