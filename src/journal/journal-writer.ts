import type { FileState } from './file-operations.ts'
import { codeOf, JournalError } from './journal-error.ts'
import { openPlace, type OpenedPlace, type Place, type PlaceOptions } from './place.ts'
import { writeAll } from './torn-tail.ts'

/** What somebody did to the file behind our back (hardening J8). */
export type FileChange = 'deleted' | 'replaced' | 'truncated' | 'grown'

export interface WriterOptions extends PlaceOptions {
  /** Called before the file is opened again: the lock must still be ours. */
  readonly confirmLock: () => Promise<void>
  readonly onReopened: (change: FileChange, opened: OpenedPlace) => void
  /** A batch could not be kept; told once until one can. */
  readonly onTrouble: (error: JournalError) => void
  /** A batch was kept again after trouble. */
  readonly onRecovered: () => void
}

const NO_SPACE = ['ENOSPC', 'EFBIG', 'EDQUOT']
const MAX_TRIES = 3

/** Puts batches at the end of the file, and keeps the file whole whatever fails. One call at a time. */
export class JournalWriter {
  readonly #options: WriterOptions
  #place: Place | null
  /** What to tell of when the file is opened again. */
  #change: FileChange = 'deleted'
  /** True while there may be part of a batch behind the last whole record. */
  #isDirty = false
  #trouble: JournalError | null = null

  constructor(place: Place, options: WriterOptions) {
    this.#place = place
    this.#options = options
  }

  /** True after a failed sync or write: nothing is kept any more. */
  get isBroken(): boolean {
    return this.#trouble?.code === 'JOURNAL_BROKEN'
  }

  /** Resolves when the batch is on disk, in the file that the path names. Rejects with a `JournalError`. */
  async commit(batch: Buffer): Promise<void> {
    try {
      this.#requireSound()
      await this.#write(batch)
    } catch (error) {
      throw await this.#fail(error)
    }
    if (this.#trouble !== null) this.#options.onRecovered()
    this.#trouble = null
  }

  /** Notices what was done to the file, and opens it again. Never rejects. */
  async check(): Promise<void> {
    if (this.isBroken) return
    try {
      const place = await this.#readyPlace()
      const state = await this.#options.files.stat(this.#options.path).catch(() => null)
      const change = changeOf(place, state)
      if (change !== null) await this.#reopen(change)
    } catch (error) {
      await this.#fail(error)
    }
  }

  async close(): Promise<void> {
    const place = this.#place
    this.#place = null
    await place?.file.close().catch(() => {})
  }

  /** A sync that failed is not tried again: it would succeed and mean nothing (hardening J5). */
  #requireSound(): void {
    if (this.isBroken) throw this.#trouble as JournalError
  }

  /** A batch that went to a file that is no longer there goes to the new one too. */
  async #write(batch: Buffer): Promise<void> {
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      const place = await this.#readyPlace()
      this.#isDirty = true
      await writeAll(place.file, batch)
      await sync(place)
      this.#isDirty = false
      place.sizeBytes += batch.length
      const change = changeOf(place, this.#stateNow())
      if (change === null) return
      await this.#reopen(change)
    }
    throw new JournalError('JOURNAL_LOST', 'the file is changed by somebody else all the time')
  }

  /** The open file with nothing behind its last whole record (hardening J4). */
  async #readyPlace(): Promise<Place> {
    const place = this.#place ?? (await this.#reopen(this.#change))
    if (this.#isDirty) await this.#cutBack(place)
    return place
  }

  async #cutBack(place: Place): Promise<void> {
    const { size } = await place.file.stat()
    if (size > place.sizeBytes) await place.file.truncate(place.sizeBytes)
    this.#isDirty = false
  }

  /** What the path names after a sync, without the hop through the thread pool that senders would wait for. */
  #stateNow(): FileState | null {
    try {
      return this.#options.files.statNow(this.#options.path)
    } catch {
      return null
    }
  }

  async #reopen(change: FileChange): Promise<Place> {
    this.#change = change
    await this.close()
    try {
      await this.#options.confirmLock()
      const opened = await openPlace(this.#options)
      this.#place = opened.place
      this.#isDirty = false
      this.#options.onReopened(change, opened)
      return opened.place
    } catch (cause) {
      throw new JournalError('JOURNAL_LOST', `the file is gone: ${(cause as Error).message}`, cause)
    }
  }

  async #fail(error: unknown): Promise<JournalError> {
    const failure = error instanceof JournalError ? error : toJournalError(error)
    if (failure.code === 'JOURNAL_FULL') await this.#tryCutBack()
    if (this.#trouble?.code !== failure.code) this.#options.onTrouble(failure)
    this.#trouble = failure
    return failure
  }

  /** At once if it can be had; before the next batch at the latest. */
  async #tryCutBack(): Promise<void> {
    if (this.#place !== null) await this.#cutBack(this.#place).catch(() => {})
  }
}

/** What the path names now, compared with the open file. */
function changeOf({ dev, ino, sizeBytes }: Place, now: FileState | null): FileChange | null {
  if (now === null) return 'deleted'
  if (now.dev !== dev || now.ino !== ino) return 'replaced'
  if (now.size === sizeBytes) return null
  return now.size < sizeBytes ? 'truncated' : 'grown'
}

async function sync(place: Place): Promise<void> {
  await place.file.datasync().catch((cause: unknown) => {
    throw new JournalError('JOURNAL_BROKEN', `a sync failed: ${(cause as Error).message}`, cause)
  })
}

function toJournalError(cause: unknown): JournalError {
  const { message } = cause as Error
  return NO_SPACE.includes(codeOf(cause))
    ? new JournalError('JOURNAL_FULL', `there is no space: ${message}`, cause)
    : new JournalError('JOURNAL_BROKEN', `a write failed: ${message}`, cause)
}
