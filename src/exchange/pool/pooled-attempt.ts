import type { Dispatcher } from 'undici'
import type { Answer } from '../../contract/acknowledgement.ts'
import type { Outcome, Timings } from '../../contract/delivery.ts'
import { BODY_LIMIT } from '../exchange.ts'
import { toFailure, toTransportError } from '../failure.ts'
import { interimError, MOST_INTERIM_ANSWERS, timeoutError } from '../watch-exchange.ts'

/** After a server has ended, its idle sockets may turn out to be dead one after the other. */
const MOST_DEAD_SOCKETS = 3

/**
 * One exchange over a socket of a pool, as undici tells of it. The first end counts: the answer, a failure, the
 * deadline, or `interrupt`.
 *
 * It takes the calls that undici makes itself. Its newer ones come with the headers put into an object, which costs
 * time and loses their case and order.
 */
export class PooledAttempt implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<Outcome>
  readonly #timeoutMs: number
  readonly #dispatch: (attempt: PooledAttempt) => void
  #resolve!: (outcome: Outcome) => void
  #reject!: (reason: Error) => void
  #deadline: NodeJS.Timeout | undefined
  /** Undici's way to break it off; null as long as nothing was sent. */
  #abort: ((error: Error) => void) | null = null
  #isOver = false
  #deadSockets = 0
  #startedAtMs = 0
  #sentAtMs = 0
  #answeredAtMs = 0
  #interimAnswers = 0
  #httpStatus = 0
  #rawHeaders: readonly Buffer[] = []
  readonly #chunks: Buffer[] = []
  #bodySize = 0

  /** `dispatch` hands the request, and this, to a pool. */
  constructor(timeoutMs: number, dispatch: (attempt: PooledAttempt) => void) {
    this.#timeoutMs = timeoutMs
    this.#dispatch = dispatch
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /**
   * Sends it, once a socket is free. Undici reads an idle socket one phase of the event loop before it writes to it; a
   * call from here lets the loop look for news in between, and finds the socket free that has just brought an answer.
   */
  send(): void {
    setImmediate(() => {
      if (!this.#isOver) this.#dispatch(this)
    })
  }

  /** From here on its time counts; without this call, from when it has a socket. */
  startClock(): void {
    this.#startedAtMs = performance.now()
    this.#deadline = setTimeout(
      () => this.#breakOff(timeoutError(this.#timeoutMs)),
      this.#timeoutMs,
    )
  }

  /** Ends it: `outcome` rejects with the reason, and what was not sent yet never is. */
  interrupt(reason: Error): void {
    if (this.#isOver) return
    this.#end()
    this.#reject(reason)
    this.#abort?.(reason)
  }

  onConnect(abort: (error?: Error) => void): void {
    // Undici takes a throw for "do not send it", and keeps the socket.
    if (this.#isOver) throw new Error('ended before it had a socket')
    if (this.#deadline === undefined) this.startClock()
    this.#abort = abort
    this.#sentAtMs = performance.now()
  }

  onResponseStarted(): void {
    if (this.#answeredAtMs === 0) this.#answeredAtMs = performance.now()
  }

  onHeaders(httpStatus: number, rawHeaders: Buffer[]): boolean {
    if (httpStatus < 200) {
      this.#interimAnswers += 1
      if (this.#interimAnswers > MOST_INTERIM_ANSWERS) this.#breakOff(interimError())
      return true
    }
    this.#httpStatus = httpStatus
    this.#rawHeaders = rawHeaders
    return true
  }

  onData(chunk: Buffer): boolean {
    this.#chunks.push(chunk)
    this.#bodySize += chunk.length
    if (this.#bodySize > BODY_LIMIT) {
      this.onComplete()
      this.#abort?.(new Error('the body is longer than is read'))
    }
    return true
  }

  onComplete(): void {
    if (this.#isOver) return
    this.#end()
    this.#resolve({ kind: 'answer', answer: this.#answer(), timings: this.#timings() })
  }

  onError(error: Error): void {
    if (this.#isOver) return
    if (this.#isOfDeadSocket(error) && this.#deadSockets < MOST_DEAD_SOCKETS) {
      this.#deadSockets += 1
      this.send()
      return
    }
    this.#end()
    const failure = toFailure(toTransportError(error), this.#answeredAtMs > 0)
    this.#resolve({ kind: 'failure', failure, timings: this.#timings() })
  }

  /** True where an idle socket was reset before a byte was written to it: undici fails what waited for it all the same. */
  #isOfDeadSocket(error: Error): boolean {
    return this.#abort === null && toTransportError(error).code === 'ECONNRESET'
  }

  #breakOff(error: Error): void {
    this.onError(error)
    this.#abort?.(error)
  }

  #end(): void {
    this.#isOver = true
    clearTimeout(this.#deadline)
  }

  #answer(): Answer {
    return {
      httpStatus: this.#httpStatus,
      headers: toPairs(this.#rawHeaders),
      body: Buffer.concat(this.#chunks).subarray(0, BODY_LIMIT),
      isBodyCut: this.#bodySize > BODY_LIMIT,
    }
  }

  #timings(): Timings {
    const nowMs = performance.now()
    const hasAnswer = this.#answeredAtMs > 0
    return {
      dnsMs: null,
      connectMs: null,
      tlsMs: null,
      firstByteMs: hasAnswer ? this.#answeredAtMs - this.#sentAtMs : null,
      bodyMs: hasAnswer ? nowMs - this.#answeredAtMs : null,
      totalMs: this.#startedAtMs === 0 ? 0 : nowMs - this.#startedAtMs,
    }
  }
}

/** Header bytes are read as Node.js reads them, one character for each. */
function toPairs(raw: readonly Buffer[]): [name: string, value: string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    (raw[2 * index] as Buffer).toString('latin1'),
    (raw[2 * index + 1] as Buffer).toString('latin1'),
  ])
}
