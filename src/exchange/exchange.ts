import type { Outcome } from '../contract/delivery.ts'
import type { ConnectionFacts, Observed } from '../contract/rules/evidence.ts'
import type { Framing } from '../contract/rules/probe.ts'

/** One HTTP request, ready to go. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: URL
  /** Name and value pairs; a repeated name is sent repeatedly. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Sent byte for byte. */
  readonly body: Uint8Array | null
  /** For the whole exchange, from the first lookup to the last byte of the answer. */
  readonly timeoutMs: number
  /** False accepts a certificate that cannot be verified (`--insecure`). */
  readonly verifyCertificate: boolean
  readonly signal: AbortSignal
}

/**
 * Makes one HTTP exchange and returns what came of it; a bad endpoint is an outcome, never an
 * exception. Rejects only with the signal's reason. Redirects are not followed, nothing is retried or
 * decompressed, and each call uses a socket of its own (hardening 1), but for that of a `PooledExchange`.
 */
export type Exchange = (request: ExchangeRequest) => Promise<Outcome>

/** An exchange that keeps its sockets for the next one: for a pace at which one socket each costs too much. */
export interface PooledExchange {
  readonly exchange: Exchange
  /** Closes the sockets. What is still under way ends as `INTERRUPTED`. */
  readonly close: () => Promise<void>
}

/** The most that is read of an answer's body, in bytes (hardening S7). */
export const BODY_LIMIT = 1024 * 1024

/**
 * Sends requests in a way that no client would offer: see `Framing`. Several go one after the other, over one
 * connection where the framing is `kept-alive` and the server keeps it. Gives what the last one brought, or the
 * first one without an answer, with which the row ends. Otherwise the promises of `Exchange`.
 */
export type FramedExchange = (
  requests: readonly [ExchangeRequest, ...ExchangeRequest[]],
  framing: Exclude<Framing, 'plain'>,
) => Promise<FramedOutcome>

export interface FramedOutcome {
  readonly outcome: Outcome
  readonly observed: Observed
}

/**
 * Sends requests at the same moment: all are there but for their last bytes before the first of these goes. Gives what
 * each brought, in their order; each promises what `Exchange` does.
 */
export type ExchangeTogether = (requests: readonly ExchangeRequest[]) => Promise<readonly Outcome[]>

/** Looks at the connection to an endpoint: its certificate, its TLS, and what plain http gets. Never rejects. */
export type Inspect = (url: URL, signal: AbortSignal) => Promise<ConnectionFacts>
