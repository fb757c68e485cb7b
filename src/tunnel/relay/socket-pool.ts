import type { Clock } from '../../context.ts'
import type { DataSocket } from './data-socket.ts'

/** How long callers may wait for the socket that replaces one which the app closed in good order. */
const REPLACEMENT_MS = 1000

/** How a request left its socket: fit for another, done with after a whole answer, or broken. */
export type SocketLeft = 'reusable' | 'answered' | 'broken'

/** A data socket lent to one request. */
export interface Lease {
  readonly socket: DataSocket
  /** Gives the socket back; one that cannot carry another request is closed. */
  readonly release: (left: SocketLeft) => void
}

export interface SocketPoolOptions {
  readonly max: number
  readonly clock: Clock
  /** Called with the number of sockets whenever it changed. */
  readonly onSize: (size: number) => void
}

type Waiter = (socket: DataSocket | null) => void

/** One client's data sockets: lends the one used last; callers are served in their order. */
export class SocketPool {
  readonly #options: SocketPoolOptions
  readonly #all = new Set<DataSocket>()
  readonly #idle: DataSocket[] = []
  readonly #waiting = new Set<Waiter>()
  #lent = 0
  #replacementDueMs = -Infinity
  #isClosed = false

  constructor(options: SocketPoolOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#all.size
  }

  /** Those that are connected, idle or lent. */
  get sockets(): readonly DataSocket[] {
    return [...this.#all]
  }

  /** Takes a socket in; closes it when there are enough. */
  add(socket: DataSocket): void {
    socket.on('error', () => socket.destroy())
    if (this.#isClosed || this.#all.size >= this.#options.max) {
      socket.destroy()
      return
    }
    this.#all.add(socket)
    socket.once('end', () => this.#drop(socket))
    socket.once('close', () => this.#drop(socket))
    this.#options.onSize(this.#all.size)
    this.#park(socket)
  }

  /** Gives a socket when it is this caller's turn; null when none is connected or `signal` aborts. */
  async take(signal: AbortSignal): Promise<Lease | null> {
    const idle = this.#idle.pop()
    if (idle !== undefined) return this.#lend(idle.off('data', spoil))
    if (this.#isClosed || !this.#mayWait()) return null
    const socket = await waitForTurn(this.#waiting, signal)
    return socket && this.#lend(socket)
  }

  close(): void {
    this.#isClosed = true
    this.#turnAway()
    for (const socket of this.#all) socket.destroy()
  }

  #lend(socket: DataSocket): Lease {
    this.#lent += 1
    return { socket, release: (left) => this.#takeBack(socket, left) }
  }

  #takeBack(socket: DataSocket, left: SocketLeft): void {
    this.#lent -= 1
    if (left === 'reusable' && this.#all.has(socket)) return this.#park(socket)
    if (left !== 'broken') {
      this.#replacementDueMs = this.#options.clock.monotonicMs() + REPLACEMENT_MS
    }
    socket.destroy()
    this.#drop(socket)
    return this.#turnAwayIfHopeless()
  }

  #park(socket: DataSocket): void {
    const [next] = this.#waiting
    if (next !== undefined) return next(socket)
    this.#idle.push(socket)
    // Bytes that answer nothing must never pass as the next answer (hardening S9).
    socket.on('data', spoil).resume()
  }

  #drop(socket: DataSocket): void {
    if (!this.#all.delete(socket)) return
    const place = this.#idle.indexOf(socket)
    if (place !== -1) this.#idle.splice(place, 1)
    this.#options.onSize(this.#all.size)
    this.#turnAwayIfHopeless()
  }

  #turnAwayIfHopeless(): void {
    if (!this.#mayWait()) this.#turnAway()
  }

  /** A lent socket may have been closed in good order, which shows when it is given back. */
  #mayWait(): boolean {
    if (this.#all.size > 0 || this.#lent > 0) return true
    return this.#options.clock.monotonicMs() < this.#replacementDueMs
  }

  #turnAway(): void {
    for (const waiter of this.#waiting) waiter(null)
  }
}

function spoil(this: DataSocket): void {
  this.destroy()
}

async function waitForTurn(waiting: Set<Waiter>, signal: AbortSignal): Promise<DataSocket | null> {
  return new Promise((resolve) => {
    const giveUp = (): void => waiter(null)
    const waiter: Waiter = (socket) => {
      waiting.delete(waiter)
      signal.removeEventListener('abort', giveUp)
      resolve(socket)
    }
    waiting.add(waiter)
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
  })
}
