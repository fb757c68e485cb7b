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

/** The same token for every attempt, or none. */
export function fixedToken(token: string | null): TokenSource {
  return { fixed: token, get: async () => token, refuse: () => false }
}
