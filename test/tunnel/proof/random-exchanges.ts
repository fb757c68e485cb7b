import { createCipheriv } from 'node:crypto'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A body as it is sent: in these pieces, chunked, or at once with a Content-Length. */
export interface PlannedBody {
  readonly bytes: Buffer
  readonly pieces: readonly Buffer[]
  readonly isChunked: boolean
}

/** One request and its answer, both known before anything is sent. */
export interface PlannedExchange {
  readonly request: PlannedBody
  readonly answer: PlannedBody
  /** True where the caller closes its connection after the answer. */
  readonly isLast: boolean
}

const MOST_BYTES = 1_048_576
const EMPTY: PlannedBody = { bytes: Buffer.alloc(0), pieces: [], isChunked: false }

type Below = (limit: number) => number

/** Plans the exchange with this number: the same seed and number give the same one. */
export function planExchange(seed: number, index: number): PlannedExchange {
  const generator = xoroshiro128plus(seed * 1_000_003 + index)
  const below: Below = (limit) => uniformInt(generator, 0, limit - 1)
  return { request: planBody(below), answer: planBody(below), isLast: below(2) === 0 }
}

/** One in ten is empty, one in ten 1 MiB; the others are of all lengths, short ones mostly. */
function planBody(below: Below): PlannedBody {
  const kind = below(10)
  if (kind === 0) return EMPTY
  const length = kind === 1 ? MOST_BYTES : below(2 ** (1 + below(18)))
  const bytes = randomBytes(below(2 ** 31 - 1), length)
  const isChunked = below(2) === 0
  return { bytes, pieces: isChunked ? cut(bytes, below) : [bytes], isChunked }
}

/** As many bytes of a cipher's key stream, which hold every value. */
function randomBytes(key: number, length: number): Buffer {
  const keyBytes = Buffer.alloc(16)
  keyBytes.writeUInt32BE(key)
  return createCipheriv('aes-128-ctr', keyBytes, Buffer.alloc(16)).update(Buffer.alloc(length))
}

function cut(bytes: Buffer, below: Below): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += pieces.at(-1)?.length ?? 0) {
    pieces.push(bytes.subarray(at, at + 1 + below(Math.ceil(bytes.length / 4))))
  }
  return pieces
}
