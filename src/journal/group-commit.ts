/** The most that goes into one write, in characters, unless one line is larger. */
const MAX_BATCH_LENGTH = 4 * 1024 * 1024

export interface GroupCommitOptions {
  /** Puts lines on disk; rejects where none of them may count. */
  readonly commit: (lines: readonly string[]) => Promise<void>
  /** Looks after the file between two batches. Never rejects. */
  readonly check: () => Promise<void>
}

/** Lines that wait for one sync together. */
class Batch {
  /** Resolves when all of them are on disk; rejects where none is. */
  readonly kept: Promise<void>
  readonly lines: string[] = []
  settle!: { readonly resolve: () => void; readonly reject: (reason: unknown) => void }
  #length = 0

  constructor() {
    this.kept = new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
    })
  }

  hasRoomFor(line: string): boolean {
    return this.lines.length === 0 || this.#length + line.length <= MAX_BATCH_LENGTH
  }

  add(line: string): void {
    this.lines.push(line)
    this.#length += line.length
  }
}

/**
 * Gathers what arrives while a batch is written into the next one, so that many wait for one sync.
 * One thing at a time: a commit and a check never meet.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions
  /** The last one still takes lines. */
  readonly #waiting: Batch[] = []
  #isCheckDue = false
  #isRunning = false
  #idle: Promise<void> = Promise.resolve()

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /** Gives the batch that the line goes with. */
  add(line: string): { readonly kept: Promise<void> } {
    const batch = this.#batchFor(line)
    batch.add(line)
    this.#start()
    return batch
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

  #batchFor(line: string): Batch {
    const last = this.#waiting.at(-1)
    if (last?.hasRoomFor(line)) return last
    const batch = new Batch()
    this.#waiting.push(batch)
    return batch
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
      const batch = this.#waiting.shift()
      if (batch === undefined) await this.#check()
      else await this.#commit(batch)
    }
    this.#isRunning = false
  }

  async #check(): Promise<void> {
    this.#isCheckDue = false
    await this.#options.check()
  }

  async #commit({ lines, settle }: Batch): Promise<void> {
    try {
      await this.#options.commit(lines)
      settle.resolve()
    } catch (error) {
      settle.reject(error)
    }
  }
}
