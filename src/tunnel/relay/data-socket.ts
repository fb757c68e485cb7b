import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Wire, WireStage } from './fault.ts'
import { WireQueue } from './wire-queue.ts'

/** What the faults that are on have in the way of a data socket. */
export interface WireFaults {
  /** False where nothing is in the way of any socket. */
  readonly hasStages: () => boolean
  /** The same stages for the same wire, as long as a fault is on. */
  readonly stagesFor: (wire: DataWire) => readonly WireStage[]
  /** Resolves when a socket that one side has closed may close on the other; null: at once. */
  readonly untilMayClose: () => Promise<unknown> | null
  readonly nowMs: () => number
}

/** A wire before it is handed to a fault, which gives it its way to sleep. */
export type DataWire = Omit<Wire, 'sleep'> & { readonly closed: AbortSignal }

/** As much as one read of a TCP socket gives. */
const READ_BYTES = 65_536

type Done = (error?: Error | null) => void

/** A client's data socket, whose bytes pass the faults that are on, both ways. */
export class DataSocket extends Duplex {
  readonly #raw: Socket
  readonly #faults: WireFaults
  readonly #toClient: WireQueue
  readonly #fromClient: WireQueue
  readonly #closed = new AbortController()
  #isSilent = false
  #hasEnded = false
  #onWanted: () => void = () => undefined

  constructor(raw: Socket, faults: WireFaults) {
    super({ allowHalfOpen: false, highWaterMark: READ_BYTES })
    this.#raw = raw
    this.#faults = faults
    this.#toClient = this.#queue('to-client', async (bytes) => this.#send(bytes))
    this.#fromClient = this.#queue('from-client', async (bytes) => this.#receive(bytes))
    raw.on('data', (bytes: Buffer) => this.#take(bytes))
    raw.once('end', () =>
      this.#fromClient.afterAll(() => this.#whenMayClose(() => this.#endReading())),
    )
    raw.on('error', () => raw.destroy())
    raw.once('close', () =>
      this.#fromClient.afterAll(() => this.#whenMayClose(() => this.#leave())),
    )
  }

  /** From now on nothing goes through, either way, and nothing is closed. */
  silence(): void {
    this.#isSilent = true
  }

  /** Ends the connection with a reset. */
  reset(): void {
    this.#raw.resetAndDestroy()
  }

  override _read(): void {
    if (this.#raw.isPaused()) this.#raw.resume()
    this.#onWanted()
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#pass(bytes, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    this.#pass(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: Done): void {
    this.#toClient.afterAll(() =>
      this.#whenMayClose(() => {
        this.#raw.end()
        done()
      }),
    )
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#closed.abort()
    this.#whenMayClose(() => this.#raw.destroy())
    this.#onWanted()
    done(error)
  }

  #queue(direction: Wire['direction'], emit: (bytes: Buffer) => Promise<void>): WireQueue {
    const { nowMs, stagesFor } = this.#faults
    const wire: DataWire = {
      direction,
      nowMs,
      closed: this.#closed.signal,
      cut: () => this.#cut(),
      reset: () => this.reset(),
    }
    return new WireQueue({ nowMs, emit, stages: () => stagesFor(wire) })
  }

  #isClear(queue: WireQueue): boolean {
    return queue.isEmpty && !this.#faults.hasStages()
  }

  #pass(bytes: Buffer, done: Done): void {
    if (this.#isSilent) return done()
    if (this.#isClear(this.#toClient)) this.#raw.write(bytes, done)
    else this.#toClient.pass(bytes, done)
  }

  #take(bytes: Buffer): void {
    if (this.#isSilent || this.#hasEnded || this.destroyed) return
    if (this.#isClear(this.#fromClient)) {
      if (!this.push(bytes)) this.#raw.pause()
      return
    }
    this.#raw.pause()
    this.#fromClient.pass(bytes, () => void this.#raw.resume())
  }

  async #send(bytes: Buffer): Promise<void> {
    if (this.#isSilent) return
    // The callback comes also when the socket is closed.
    await new Promise<void>((resolve) => void this.#raw.write(bytes, () => resolve()))
  }

  async #receive(bytes: Buffer): Promise<void> {
    if (this.#isSilent || this.#hasEnded || this.destroyed || this.push(bytes)) return
    await new Promise<void>((resolve) => {
      this.#onWanted = resolve
    })
  }

  #whenMayClose(close: () => void): void {
    const mayClose = this.#faults.untilMayClose()
    if (mayClose === null) close()
    else void mayClose.then(close)
  }

  #cut(): void {
    this.#endReading()
    this.#raw.destroySoon()
  }

  #endReading(): void {
    if (!this.#hasEnded) this.push(null)
    this.#hasEnded = true
  }

  /** After a good end the rest still waits here to be read. */
  #leave(): void {
    this.#closed.abort()
    if (this.readableEnded || !this.#hasEnded) this.destroy()
  }
}
