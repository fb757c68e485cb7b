/** The most that goes into one write, in characters, unless one record is larger. */
const MAX_BATCH_LENGTH = 4 * 1024 * 1024

interface Waiting {
  readonly line: string
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

export interface GroupCommitOptions {
  /** Puts a batch of lines on disk; rejects where none of it may count. */
  readonly commit: (batch: Buffer) => Promise<void>
  /** Looks after the file between two batches. Never rejects. */
  readonly check: () => Promise<void>
}

/**
 * Gathers what arrives while a batch is written into the next one, so that many wait for one sync.
 * One thing at a time: a commit and a check never meet.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions
  #waiting: Waiting[] = []
  #isCheckDue = false
  #isRunning = false
  #idle: Promise<void> = Promise.resolve()

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /** Resolves when the line is on disk. */
  async add(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject })
      this.#start()
    })
  }

  /** Asks for a check as soon as nothing is being written. */
  requestCheck(): void {
    this.#isCheckDue = true
    this.#start()
  }

  /** Resolves when everything that was asked for until now is done. */
  async untilIdle(): Promise<void> {
    return this.#idle
  }

  #start(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    this.#idle = this.#run()
  }

  async #run(): Promise<void> {
    // What arrives in the same turn of the event loop belongs to the same batch.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0 || this.#isCheckDue) {
      if (this.#waiting.length > 0) await this.#commit(this.#takeBatch())
      else await this.#check()
    }
    this.#isRunning = false
  }

  async #check(): Promise<void> {
    this.#isCheckDue = false
    await this.#options.check()
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      // Encoded together: a buffer for each record would be the most expensive part of it.
      await this.#options.commit(Buffer.from(batch.map(({ line }) => line).join('')))
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  #takeBatch(): Waiting[] {
    let [count, length] = [0, 0]
    for (const { line } of this.#waiting) {
      length += line.length
      if (count > 0 && length > MAX_BATCH_LENGTH) break
      count += 1
    }
    return this.#waiting.splice(0, count)
  }
}
