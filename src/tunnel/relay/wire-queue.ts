import type { WireStage } from './fault.ts'

/** So much waits in one direction of a socket before its sender is told to wait. */
const MOST_BYTES = 1024 * 1024

interface Piece {
  readonly bytes: Buffer
  readonly arrivedMs: number
}

export interface WireQueueOptions {
  readonly nowMs: () => number
  /** What stands in the way of the bytes now. */
  readonly stages: () => readonly WireStage[]
  /** Passes bytes on; resolves when more may follow. */
  readonly emit: (bytes: Buffer) => Promise<void>
}

/** One direction of a data socket with faults in its way: bytes leave in the order in which they came. */
export class WireQueue {
  readonly #options: WireQueueOptions
  readonly #waiting: (Piece | (() => void))[] = []
  #bytes = 0
  #rooms: (() => void)[] = []
  #isRunning = false

  constructor(options: WireQueueOptions) {
    this.#options = options
  }

  get isEmpty(): boolean {
    return !this.#isRunning && this.#waiting.length === 0
  }

  /** Takes bytes in; `onRoom` is called when more may follow. */
  pass(bytes: Buffer, onRoom: () => void): void {
    this.#bytes += bytes.length
    this.#waiting.push({ bytes, arrivedMs: this.#options.nowMs() })
    if (this.#bytes <= MOST_BYTES) onRoom()
    else this.#rooms.push(onRoom)
    this.#start()
  }

  /** Calls `run` when everything that came before has left. */
  afterAll(run: () => void): void {
    if (this.isEmpty) return run()
    this.#waiting.push(run)
    this.#start()
  }

  #start(): void {
    if (!this.#isRunning) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      if (typeof next === 'function') next()
      else await this.#carry(next)
    }
    this.#isRunning = false
  }

  async #carry(piece: Piece): Promise<void> {
    for await (const bytes of throughAll(piece, this.#options.stages())) {
      await this.#options.emit(bytes)
    }
    this.#bytes -= piece.bytes.length
    if (this.#bytes > MOST_BYTES) return
    for (const onRoom of this.#rooms.splice(0)) onRoom()
  }
}

async function* throughAll(
  { bytes, arrivedMs }: Piece,
  [stage, ...rest]: readonly WireStage[],
): AsyncGenerator<Buffer> {
  if (stage === undefined) {
    yield bytes
    return
  }
  for await (const part of stage(bytes, arrivedMs)) {
    yield* throughAll({ bytes: part, arrivedMs }, rest)
  }
}
