import type { Clock } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import type { Link } from './link.ts'
import { reasonOf } from './reason.ts'
import { retryDelayMs, type Timings } from './timings.ts'
import { NameNotGiven } from './way.ts'

/** The relays of a tunnel: tried in turn, from the first one, or from the one whose link was lost. */
export class RelayTurn {
  readonly #relays: string[]
  readonly #clock: Clock
  /** Until when each of them asked to be left alone. */
  readonly #untilMs = new Map<string, number>()
  #lost: Link | null = null
  #index = 0

  constructor(relays: readonly string[], clock: Clock) {
    this.#relays = [...relays]
    this.#clock = clock
  }

  /** All of them, in order. */
  get list(): string {
    return this.#relays.join(', then ')
  }

  get areSeveral(): boolean {
    return this.#relays.length > 1
  }

  /** Asks this one no sooner than it said. */
  postpone(relay: string, ms: number): void {
    this.#untilMs.set(relay, this.#clock.monotonicMs() + ms)
  }

  /** How long this one wants to be left alone yet; 0 where it may be asked. */
  leftMs(relay: string): number {
    return Math.max(0, (this.#untilMs.get(relay) ?? 0) - this.#clock.monotonicMs())
  }

  /**
   * Gives the relay of the next try, the one in turn that has to be waited for the least; `lostRelay` is
   * the one of the lost link.
   */
  next(lost: Link | null, lostRelay: string | undefined): string {
    if (lost !== this.#lost) this.#index = Math.max(0, this.#relays.indexOf(lostRelay ?? ''))
    this.#lost = lost
    const inTurn = [...this.#relays.slice(this.#index), ...this.#relays.slice(0, this.#index)]
    const leastMs = this.#leastLeftMs()
    const relay = inTurn.find((each) => this.leftMs(each) <= leastMs) ?? ''
    this.#index = (this.#relays.indexOf(relay) + 1) % this.#relays.length
    return relay
  }

  /**
   * Gives the failure of a try as the supervision should see it. A relay that refuses the first opening
   * is not asked again; only the last one's refusal is the end.
   */
  explain(relay: string, failure: unknown, isFirst: boolean): unknown {
    if (!this.areSeveral || failure instanceof NameNotGiven) return failure
    if (!(failure instanceof CliError)) {
      return new Error(`${relay}: ${reasonOf(failure)}`, { cause: failure })
    }
    if (isFirst) this.#strike(relay)
    return new Error(failure.message, { cause: failure })
  }

  /** Every relay of a round that may be asked is asked at once, then there is a wait. */
  delayMs(timings: Timings, attempt: number, forName: boolean): number {
    const count = this.#relays.filter((relay) => this.leftMs(relay) === 0).length || 1
    const roundMs = attempt % count === 0 ? retryDelayMs(timings, attempt / count, forName) : 0
    return Math.max(roundMs, this.#leastLeftMs())
  }

  #leastLeftMs(): number {
    return Math.min(...this.#relays.map((relay) => this.leftMs(relay)))
  }

  #strike(relay: string): void {
    const place = this.#relays.indexOf(relay)
    this.#relays.splice(place, 1)
    this.#index = place % this.#relays.length
  }
}
