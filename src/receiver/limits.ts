const MIB = 1024 * 1024

/** How much and how slowly a sender may send (hardening 1). */
export interface ReceiverLimits {
  /** The most that one body may hold. */
  readonly bodyBytes: number
  /** How much of a body that is not kept is read and thrown away, so that the sender hears our answer. */
  readonly drainBytes: number
  /** The most that all bodies under way may hold together. */
  readonly bodiesInFlightBytes: number
  readonly headerBytes: number
  readonly headerCount: number
  /** From the first byte of a request to the end of its headers. */
  readonly headersTimeoutMs: number
  /** From the first byte of a request to the end of its body. */
  readonly requestTimeoutMs: number
  /** How often the two times above are looked at; with Node's 30 s they would be worth nothing. */
  readonly checkIntervalMs: number
  readonly keepAliveTimeoutMs: number
  readonly requestsPerSocket: number
  readonly connections: number
  /** How long a connection that is refused stays open for the sender to hear why. */
  readonly lingerMs: number
}

/** The limits of `listen` (hardening 1). */
export const DEFAULT_LIMITS: ReceiverLimits = {
  bodyBytes: MIB,
  drainBytes: 64 * MIB,
  bodiesInFlightBytes: 64 * MIB,
  headerBytes: 16 * 1024,
  headerCount: 1000,
  headersTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  // At most 1 s is asked for, and so is the end of a slow sender after 6 s: this leaves room for both.
  checkIntervalMs: 750,
  keepAliveTimeoutMs: 75_000,
  requestsPerSocket: 1000,
  connections: 512,
  lingerMs: 500,
}
