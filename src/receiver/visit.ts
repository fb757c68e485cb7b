import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from './refusal.ts'

/** A request that is being received. */
export interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Set when the connection broke in the middle of the body: what the sender was answered then. */
  refusal: Refusal | null
  /** Resolves when the request is answered and told. */
  done: Promise<void>
  /** Where it is in the list of all. */
  place: number
}
