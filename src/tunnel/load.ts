/** Counts the requests in progress at a gate. */
export class Load {
  #now = 0
  #ended = 0
  #peak = 0

  begin(): void {
    this.#now += 1
    this.#peak = Math.max(this.#peak, this.#now)
  }

  end(): void {
    this.#now -= 1
    this.#ended += 1
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
