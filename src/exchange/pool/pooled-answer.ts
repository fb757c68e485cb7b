import type { Answer } from '../../contract/acknowledgement.ts'
import { BODY_LIMIT } from '../exchange.ts'

const NO_BODY = Buffer.alloc(0)

/**
 * An answer as undici tells of it. Its headers are made when somebody asks: a 204 is judged without them. A class, since
 * an object literal with a getter gets a hidden class of its own, each time, which keeps it until a full collection.
 */
export class PooledAnswer implements Answer {
  readonly httpStatus: number
  readonly body: Uint8Array
  readonly isBodyCut: boolean
  readonly #rawHeaders: readonly Buffer[]
  #headers: Answer['headers'] | undefined

  /** `rawHeaders` are names and values in turn. */
  constructor(httpStatus: number, rawHeaders: readonly Buffer[], chunks: readonly Buffer[]) {
    const body = chunks.length === 0 ? NO_BODY : Buffer.concat(chunks)
    this.httpStatus = httpStatus
    this.body = body.subarray(0, BODY_LIMIT)
    this.isBodyCut = body.length > BODY_LIMIT
    this.#rawHeaders = rawHeaders
  }

  get headers(): Answer['headers'] {
    this.#headers ??= toPairs(this.#rawHeaders)
    return this.#headers
  }
}

/** Header bytes are read as Node.js reads them, one character for each. */
function toPairs(raw: readonly Buffer[]): [name: string, value: string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    (raw[2 * index] as Buffer).toString('latin1'),
    (raw[2 * index + 1] as Buffer).toString('latin1'),
  ])
}
