import { MAX_LINE_BYTES } from './codec.ts'
import type { JournalFile } from './file-operations.ts'

const CHUNK_BYTES = 1024 * 1024
const NEWLINE = 0x0a
const NOTHING = Buffer.alloc(0)

/** One line of a file. Its bytes are good until the next lines are asked for. */
export interface Line {
  /** Where it begins in the file. */
  readonly offset: number
  /** With its `\n`. */
  readonly sizeBytes: number
  /** Without its `\n`; empty for one that is too long. */
  readonly bytes: Buffer
  readonly isTooLong: boolean
  /** False for what stands after the last `\n`. */
  readonly isTerminated: boolean
}

/**
 * The lines of a file between two offsets, a chunk's worth at a time. Memory is bounded: a line
 * beyond the limit is told and not kept.
 */
export async function* scanLines(
  file: Pick<JournalFile, 'read'>,
  start: number,
  end: number,
): AsyncGenerator<readonly Line[]> {
  const chunk = new Chunk(start)
  while (chunk.end < end) {
    const count = await chunk.fill(file, end)
    if (count === 0) break
    yield chunk.takeLines()
  }
  const rest = chunk.takeRest()
  if (rest !== null) yield [rest]
}

/** The part of the file that is in memory: whole lines go out, the beginning of the next one stays. */
class Chunk {
  #buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  #used = 0
  #offset: number
  /** Where a line that is too long began, while its end is looked for. */
  #longOffset: number | null = null
  #taken = 0

  constructor(offset: number) {
    this.#offset = offset
  }

  /** The offset up to which the file was read. */
  get end(): number {
    return this.#offset + this.#used
  }

  async fill(file: Pick<JournalFile, 'read'>, end: number): Promise<number> {
    this.#makeRoom()
    const room = Math.min(this.#buffer.length - this.#used, end - this.end)
    const target = this.#buffer.subarray(this.#used, this.#used + room)
    const count = await file.read(target, this.end)
    this.#used += count
    return count
  }

  takeLines(): Line[] {
    const lines: Line[] = []
    for (;;) {
      const newline = this.#buffer.indexOf(NEWLINE, this.#taken)
      if (newline === -1 || newline >= this.#used) return lines
      lines.push(this.#line(newline, true))
      this.#taken = newline + 1
    }
  }

  takeRest(): Line | null {
    const isEmpty = this.#taken === this.#used && this.#longOffset === null
    return isEmpty ? null : this.#line(this.#used, false)
  }

  #line(end: number, isTerminated: boolean): Line {
    const offset = this.#longOffset ?? this.#offset + this.#taken
    const isTooLong = this.#longOffset !== null
    this.#longOffset = null
    const sizeBytes = this.#offset + end - offset + (isTerminated ? 1 : 0)
    const bytes = isTooLong ? NOTHING : this.#buffer.subarray(this.#taken, end)
    return { offset, sizeBytes, bytes, isTooLong, isTerminated }
  }

  /** Drops the lines that went out; where none did, the buffer grows up to the limit of a line. */
  #makeRoom(): void {
    this.#buffer.copyWithin(0, this.#taken, this.#used)
    this.#offset += this.#taken
    this.#used -= this.#taken
    this.#taken = 0
    if (this.#used < this.#buffer.length) return
    if (this.#buffer.length < MAX_LINE_BYTES) this.#grow()
    else this.#drop()
  }

  #grow(): void {
    const larger = Buffer.allocUnsafe(this.#buffer.length * 2)
    this.#buffer.copy(larger, 0, 0, this.#used)
    this.#buffer = larger
  }

  #drop(): void {
    this.#longOffset ??= this.#offset
    this.#offset += this.#used
    this.#used = 0
  }
}
