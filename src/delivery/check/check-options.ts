import type { Clock, Random } from '../../context.ts'
import type { CheckedRule } from '../../contract/check-report.ts'
import type { CheckLimits, LifeSign } from '../../contract/rules/evidence.ts'
import type { EndpointFacts } from '../../contract/rules/probe.ts'
import type { Rule } from '../../contract/rules/rule.ts'
import type {
  Exchange,
  ExchangeTogether,
  FramedExchange,
  Inspect,
} from '../../exchange/exchange.ts'
import type { Endpoint } from '../endpoint.ts'
import type { TokenSource } from '../token-source.ts'

/** What `check` needs of the world to send its probes. */
export interface CheckOptions {
  /** Those that were chosen; what may do harm is sent last, whatever their order. */
  readonly rules: readonly Rule[]
  readonly endpoint: Endpoint
  readonly facts: EndpointFacts
  readonly tokens: TokenSource
  /** One that was valid once; null where there is none to try. */
  readonly expiredToken: string | null
  readonly exchange: Exchange
  readonly framedExchange: FramedExchange
  readonly exchangeTogether: ExchangeTogether
  readonly inspect: Inspect
  readonly limits: CheckLimits
  /** The most requests that are begun in a second; what goes at once is paid for afterwards. */
  readonly ratePerSecond: number
  readonly revival: Revival
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
  /** Told before a rule is tried. */
  readonly onRule: (rule: Rule, place: Place) => void
  readonly onResult: (result: CheckedRule) => void
  /** Told when the endpoint is gone, and when it is back. */
  readonly onGone: (sign: LifeSign) => void
  readonly onBack: (afterMs: number) => void
}

export interface Place {
  /** From 1. */
  readonly number: number
  readonly of: number
}

/** How an endpoint that has died comes back. */
export interface Revival {
  /** Starts it anew; null where somebody else does, or nobody. */
  readonly restart: (() => Promise<void>) | null
  /** How long it is waited for. */
  readonly waitMs: number
}
