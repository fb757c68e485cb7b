import type { IncomingMessage } from 'node:http'
import type { Reservation } from './body-budget.ts'

export interface ReadBodyOptions {
  /** False reads the body and throws it away. */
  readonly isKept: boolean
  /** Resolves with true when a body that is being kept is not wanted any more. @default never */
  readonly isUnwanted?: Promise<boolean>
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
export async function readBody(
  request: IncomingMessage,
  options: ReadBodyOptions,
): Promise<ReadBody> {
  const intake = createIntake(options)
  // Who says so tells of its own failures.
  options.isUnwanted?.then((isUnwanted) => isUnwanted && intake.drop()).catch(() => {})
  return new Promise((resolve) => {
    const finish = (isAborted: boolean, isCut: boolean): void => {
      resolve(intake.result(isAborted, isCut))
    }
    // Its sender left before we came to read: nothing of it will be heard.
    if (request.destroyed) finish(true, false)
    request.on('data', (chunk: Buffer) => {
      if (intake.add(chunk) <= options.drainBytes) return
      request.pause()
      finish(false, true)
    })
    request.once('end', () => finish(false, false))
    request.once('close', () => finish(true, false))
    request.on('error', () => {})
  })
}

interface Intake {
  /** Gives the size so far. */
  readonly add: (chunk: Buffer) => number
  /** Throws away what was kept, and what comes. */
  readonly drop: () => void
  readonly result: (isAborted: boolean, isCut: boolean) => ReadBody
}

function createIntake({ isKept, bodyBytes, reservation }: ReadBodyOptions): Intake {
  let chunks: Buffer[] = []
  let sizeBytes = 0
  let kind: ReadBody['kind'] = isKept ? 'complete' : 'dropped'
  const drop = (reason: ReadBody['kind']): void => {
    kind = reason
    chunks = []
    reservation.release()
  }
  return {
    add: (chunk) => {
      sizeBytes += chunk.length
      if (kind !== 'complete') {
        // A body that found no room may turn out to be too large as well: then that is the answer.
        if (kind === 'overloaded' && sizeBytes > bodyBytes) kind = 'too-large'
      } else if (sizeBytes > bodyBytes) drop('too-large')
      else if (reservation.take(chunk.length)) chunks.push(chunk)
      else drop('overloaded')
      return sizeBytes
    },
    drop: () => drop('dropped'),
    result: (isAborted, isCut) => ({
      kind: isAborted ? 'aborted' : kind,
      bytes: Buffer.concat(chunks),
      sizeBytes,
      isCut,
    }),
  }
}
