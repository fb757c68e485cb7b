import type { ServerOptions } from 'node:http'

/** The most that a body may hold, in bytes (hardening 1). */
export const BODY_LIMIT = 1024 * 1024

/** How much of a body beyond the limit is read and thrown away, so that the sender hears our 413. */
export const DRAIN_LIMIT = 64 * BODY_LIMIT

/** Time and size limits of the HTTP server (hardening 1). Node checks the times once a second. */
export const SERVER_LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1000,
  keepAliveTimeout: 75_000,
}

export const MAX_REQUESTS_PER_SOCKET = 1000
export const MAX_CONNECTIONS = 512
