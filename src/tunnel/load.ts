/** Counts the requests in progress at a gate, and knows when the last one began. */
export class Load {
  readonly #monotonicMs: () => number
  #begunAtMs: number
  #now = 0
  #ended = 0
  #peak = 0

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
    this.#begunAtMs = monotonicMs()
  }

  begin(): void {
    this.#begunAtMs = this.#monotonicMs()
    this.#now += 1
    this.#peak = Math.max(this.#peak, this.#now)
  }

  end(): void {
    this.#now -= 1
    this.#ended += 1
  }

  /** When one began last, by the clock that was given. */
  get begunAtMs(): number {
    return this.#begunAtMs
  }

  get inProgress(): number {
    return this.#now
  }

  /** How many have ended since the beginning. */
  get ended(): number {
    return this.#ended
  }

  /** Gives the most that were in progress at once since it was last asked. */
  takePeak(): number {
    const peak = this.#peak
    this.#peak = this.#now
    return peak
  }
}
