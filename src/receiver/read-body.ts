import type { IncomingMessage } from 'node:http'
import type { Reservation } from './body-budget.ts'

export interface ReadBodyOptions {
  /** False reads the body and throws it away. */
  readonly isKept: boolean
  /** Resolves with true when a body that is being kept is not wanted any more. @default never */
  readonly isUnwanted?: Promise<boolean> | null
  readonly bodyBytes: number
  readonly drainBytes: number
  readonly reservation: Reservation
}

/**
 * `complete` has its bytes; `dropped` was not wanted; `too-large` is above its own limit, `overloaded`
 * above the one that all bodies share; `aborted` lost its sender in the middle.
 */
export interface ReadBody {
  readonly kind: 'complete' | 'dropped' | 'too-large' | 'overloaded' | 'aborted'
  readonly bytes: Buffer
  readonly sizeBytes: number
  /** True where there is more to come, which nobody will read. */
  readonly isCut: boolean
}

/**
 * Reads a body up to the limits. A larger one is read on, up to a second limit, and thrown away: a
 * sender that is still writing would otherwise see a reset and not our answer.
 */
export function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<ReadBody> {
  return new Promise((resolve) => {
    const intake = new Intake(options, resolve)
    // Who says so tells of its own failures.
    options.isUnwanted?.then((isUnwanted) => isUnwanted && intake.drop('dropped')).catch(() => {})
    // Its sender left before we came to read: nothing of it will be heard.
    if (request.destroyed) intake.finish(true, false)
    request.on('data', (chunk: Buffer) => {
      if (intake.add(chunk) <= options.drainBytes) return
      request.pause()
      intake.finish(false, true)
    })
    request.on('end', () => intake.finish(false, false))
    request.on('close', () => intake.finish(true, false))
    request.on('error', ignore)
  })
}

function ignore(): void {}

/** What has come of one body. */
class Intake {
  readonly #options: ReadBodyOptions
  readonly #resolve: (body: ReadBody) => void
  #chunks: Buffer[] = []
  #sizeBytes = 0
  #kind: ReadBody['kind']
  #isDone = false

  constructor(options: ReadBodyOptions, resolve: (body: ReadBody) => void) {
    this.#options = options
    this.#resolve = resolve
    this.#kind = options.isKept ? 'complete' : 'dropped'
  }

  /** Gives the size so far. */
  add(chunk: Buffer): number {
    this.#sizeBytes += chunk.length
    if (this.#kind === 'complete') this.#keep(chunk)
    // A body that found no room may turn out to be too large as well: then that is the answer.
    else if (this.#kind === 'overloaded' && this.#isTooLarge()) this.#kind = 'too-large'
    return this.#sizeBytes
  }

  /** Throws away what was kept, and what comes. */
  drop(reason: ReadBody['kind']): void {
    this.#kind = reason
    this.#chunks = []
    this.#options.reservation.release()
  }

  /** Gives what came; the first end counts. */
  finish(isAborted: boolean, isCut: boolean): void {
    if (this.#isDone) return
    this.#isDone = true
    const kind = isAborted ? 'aborted' : this.#kind
    this.#resolve({ kind, bytes: joined(this.#chunks), sizeBytes: this.#sizeBytes, isCut })
  }

  #keep(chunk: Buffer): void {
    if (this.#isTooLarge()) this.drop('too-large')
    else if (this.#options.reservation.take(chunk.length)) this.#chunks.push(chunk)
    else this.drop('overloaded')
  }

  #isTooLarge(): boolean {
    return this.#sizeBytes > this.#options.bodyBytes
  }
}

/** A chunk is a copy of its own: one alone need not be copied again. */
function joined(chunks: readonly Buffer[]): Buffer {
  const [first, second] = chunks
  return first !== undefined && second === undefined ? first : Buffer.concat(chunks)
}
