import type UndiciClient from 'undici/lib/dispatcher/client.js'

/** What is sent over a client. */
export interface Sendable {
  /** True for what is not to be sent any more. */
  readonly isOver: boolean
  /** The client is its own until it is released. */
  readonly sendOver: (client: UndiciClient) => void
  readonly onError: (error: Error) => void
}

/**
 * The sockets to one origin, each in a client of undici, which opens it anew when it has ended. An attempt has a
 * client for itself, until undici is done with it; who finds none waits for one, in turn.
 *
 * Undici's own pool looks through its clients for each request, which at 50 of them takes a sixth of all the time.
 */
export class OriginSockets {
  readonly #openClient: () => UndiciClient
  readonly #most: number
  readonly #all: UndiciClient[] = []
  readonly #free: UndiciClient[] = []
  readonly #waiting: Sendable[] = []
  #isServing = false
  #isClosed = false

  /** `openClient` is called no more than `most` times. */
  constructor(openClient: () => UndiciClient, most: number) {
    this.#openClient = openClient
    this.#most = most
  }

  /** Sends it, once there is a socket. */
  send(attempt: Sendable): void {
    if (this.#isClosed) return attempt.onError(closed())
    this.#waiting.push(attempt)
    this.#serveSoon()
  }

  /**
   * Takes a client back. Who comes in the same turn of the event loop is served before undici, which is about to look
   * whether there is more to do, has set a timer for an idle socket, only to take it away again.
   */
  release(client: UndiciClient): void {
    this.#free.push(client)
    this.#serveSoon()
  }

  /** Closes the sockets; what is under way, or waits, ends as `INTERRUPTED`. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const attempt of this.#waiting.splice(0)) attempt.onError(closed())
    await Promise.all(this.#all.map(async (client) => client.destroy()))
  }

  /**
   * Undici reads an idle socket one phase of the event loop before it writes to it; a call from here lets the loop look
   * for news in between. And while undici calls us, it takes no requests.
   */
  #serveSoon(): void {
    if (this.#isServing) return
    this.#isServing = true
    setImmediate(this.#serve)
  }

  readonly #serve = (): void => {
    this.#isServing = false
    while (this.#waiting.length > 0) {
      const client = this.#free.pop() ?? this.#openOne()
      if (client === undefined) return
      const attempt = this.#waiting.shift() as Sendable
      if (attempt.isOver) this.#free.push(client)
      else attempt.sendOver(client)
    }
  }

  #openOne(): UndiciClient | undefined {
    if (this.#all.length >= this.#most) return undefined
    const client = this.#openClient()
    this.#all.push(client)
    return client
  }
}

/** As undici itself ends what is sent to a closed client. */
function closed(): Error {
  return Object.assign(new Error('the sockets were closed'), { code: 'UND_ERR_DESTROYED' })
}
