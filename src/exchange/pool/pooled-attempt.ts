import type { Dispatcher } from 'undici'
import type UndiciClient from 'undici/lib/dispatcher/client.js'
import type { Outcome, Timings } from '../../contract/delivery.ts'
import type { PlaceList } from '../../place-list.ts'
import { BODY_LIMIT, type ExchangeRequest } from '../exchange.ts'
import { toFailure, toTransportError } from '../failure.ts'
import { interimError, MOST_INTERIM_ANSWERS, timeoutError } from '../watch-exchange.ts'
import type { Interruptible } from './interrupts.ts'
import { PooledAnswer } from './pooled-answer.ts'
import type { Target } from './target.ts'

/** Who waits for an exchange. */
export interface Settle {
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (reason: Error) => void
}

/** After a server has ended, its idle sockets may turn out to be dead one after the other. */
const MOST_DEAD_SOCKETS = 3

/**
 * One exchange over a socket that is kept, as undici tells of it. The first end counts: the answer, a failure, the
 * deadline, or `interrupt`.
 *
 * It takes the calls that undici makes itself. Its newer ones come with the headers put into an object, which costs
 * time and loses their case and order.
 */
export class PooledAttempt implements Dispatcher.DispatchHandler, Interruptible {
  place = 0
  readonly #request: ExchangeRequest
  readonly #target: Target
  readonly #settle: Settle
  /** Those that the same signal interrupts: it is one of them from its start to its end. */
  readonly #underWay: PlaceList<Interruptible>
  #deadline: NodeJS.Timeout | undefined
  /** Its own, until undici is done with it. */
  #client: UndiciClient | null = null
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

  constructor(
    request: ExchangeRequest,
    target: Target,
    underWay: PlaceList<Interruptible>,
    settle: Settle,
  ) {
    this.#request = request
    this.#target = target
    this.#underWay = underWay
    this.#settle = settle
  }

  /** To be called once. */
  start(): void {
    this.#underWay.add(this)
    this.#target.sockets.send(this)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Sends it; from here on its time counts. */
  sendOver(client: UndiciClient): void {
    this.#client = client
    this.#startClock()
    const { method, body } = this.#request
    const { path, headers } = this.#target
    client.dispatch({ method, path, headers, body }, this)
  }

  /** Ends it with the reason, and what was not sent yet never is. */
  interrupt(reason: Error): void {
    if (this.#isOver) return
    this.#end()
    this.#settle.reject(reason)
    this.#abort?.(reason)
  }

  onConnect(abort: (error?: Error) => void): void {
    // Undici takes a throw for "do not send it", and keeps the socket.
    if (this.#isOver) throw new Error('ended before it had a socket')
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
      this.#endAnswered()
      this.#abort?.(new Error('the body is longer than is read'))
    }
    return true
  }

  onComplete(): void {
    this.#release()
    this.#endAnswered()
  }

  onError(error: Error): void {
    const isAgain = !this.#isOver && this.#isOfDeadSocket(error)
    this.#release()
    if (isAgain) this.#target.sockets.send(this)
    else this.#endFailed(error)
  }

  /** True where an idle socket was reset before a byte was written to it: undici fails what waited for it all the same. */
  #isOfDeadSocket(error: Error): boolean {
    if (this.#abort !== null || toTransportError(error).code !== 'ECONNRESET') return false
    this.#deadSockets += 1
    return this.#deadSockets <= MOST_DEAD_SOCKETS
  }

  #startClock(): void {
    if (this.#deadline !== undefined) return
    this.#startedAtMs = performance.now()
    const { timeoutMs } = this.#request
    this.#deadline = setTimeout(() => this.#breakOff(timeoutError(timeoutMs)), timeoutMs)
  }

  #breakOff(error: Error): void {
    this.#endFailed(error)
    this.#abort?.(error)
  }

  /** Undici is done with it, and the client is another one's. */
  #release(): void {
    if (this.#client !== null) this.#target.sockets.release(this.#client)
    this.#client = null
  }

  #endAnswered(): void {
    if (this.#isOver) return
    this.#end()
    const answer = new PooledAnswer(this.#httpStatus, this.#rawHeaders, this.#chunks)
    this.#settle.resolve({ kind: 'answer', answer, timings: this.#timings() })
  }

  #endFailed(error: Error): void {
    if (this.#isOver) return
    this.#end()
    const failure = toFailure(toTransportError(error), this.#answeredAtMs > 0)
    this.#settle.resolve({ kind: 'failure', failure, timings: this.#timings() })
  }

  #end(): void {
    this.#isOver = true
    clearTimeout(this.#deadline)
    this.#underWay.remove(this)
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
