/** Counts the requests in progress at a gate, and knows when the last one began or ended. */
export class Load {
  readonly #monotonicMs: () => number
  #movedAtMs: number
  #now = 0
  #ended = 0
  #peak = 0

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
    this.#movedAtMs = monotonicMs()
  }

  begin(): void {
    this.#movedAtMs = this.#monotonicMs()
    this.#now += 1
    this.#peak = Math.max(this.#peak, this.#now)
  }

  end(): void {
    this.#movedAtMs = this.#monotonicMs()
    this.#now -= 1
    this.#ended += 1
  }

  /** When one began or ended last, by the clock that was given. */
  get movedAtMs(): number {
    return this.#movedAtMs
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
