/** Where the bearer token of an attempt comes from. */
export interface TokenSource {
  /**
   * The token for the next attempt; null sends none. Throws a `CliError` where none can be had, and
   * rejects with the signal's reason.
   */
  readonly get: () => Promise<string | null>
  /** Where it is always this one, so that nobody has to wait for it. */
  readonly fixed?: string | null
  /** Takes back a token that the endpoint refused: true when `get` will bring another one. */
  readonly refuse: (token: string) => boolean
}

/** A source that can be spoken for: somebody else answers for it whether a refusal would help. */
export interface SharedTokenSource extends TokenSource {
  /** For how long a refusal of its token would bring no other one, in milliseconds from now; may be for ever. */
  readonly firmForMs: () => number
}

/** The same token for every attempt, or none. */
export function fixedToken(token: string | null): SharedTokenSource {
  return {
    fixed: token,
    get: async () => token,
    refuse: () => false,
    firmForMs: () => Number.POSITIVE_INFINITY,
  }
}
