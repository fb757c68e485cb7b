import { CliError } from '../contract/errors.ts'
import type { Link } from './link.ts'
import { reasonOf } from './reason.ts'
import { retryDelayMs, type Timings } from './timings.ts'
import { NameNotGiven } from './way.ts'

/** The relays of a tunnel: tried in turn, from the first one, or from the one whose link was lost. */
export class RelayTurn {
  readonly #relays: string[]
  #lost: Link | null = null
  #index = 0

  constructor(relays: readonly string[]) {
    this.#relays = [...relays]
  }

  /** All of them, in order. */
  get list(): string {
    return this.#relays.join(', then ')
  }

  get areSeveral(): boolean {
    return this.#relays.length > 1
  }

  /** Gives the relay of the next try; `lostRelay` is the one of the lost link. */
  next(lost: Link | null, lostRelay: string | undefined): string {
    if (lost !== this.#lost) this.#index = Math.max(0, this.#relays.indexOf(lostRelay ?? ''))
    this.#lost = lost
    const relay = this.#relays[this.#index % this.#relays.length] ?? ''
    this.#index = (this.#index + 1) % this.#relays.length
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

  /** Every relay of a round is asked at once, then there is a wait. */
  delayMs(timings: Timings, attempt: number, forName: boolean): number {
    const count = this.#relays.length
    return attempt % count === 0 ? retryDelayMs(timings, attempt / count, forName) : 0
  }

  #strike(relay: string): void {
    const place = this.#relays.indexOf(relay)
    this.#relays.splice(place, 1)
    this.#index = place % this.#relays.length
  }
}
