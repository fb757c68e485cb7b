/** One request to the receiver's own token endpoint, and what it was answered. */
export interface TokenRequest {
  readonly receivedAt: Date
  /** The status of our answer; null when the client went away before it. */
  readonly httpStatus: number | null
  readonly outcome: TokenIssued | TokenRefused
}

export interface TokenIssued {
  readonly kind: 'issued'
  readonly clientId: string
  /** How long the token lives, in seconds. */
  readonly expiresIn: number
  readonly scopes: readonly string[]
}

export interface TokenRefused {
  readonly kind: 'refused'
  /** `invalid_client` and the other codes of RFC 6749, 5.2, or that of a refusal before them. */
  readonly code: string
  /** For our own screen; it is never sent. */
  readonly detail: string
}

/** What the client of a receiver's own token endpoint must know. */
export interface TokenClient {
  readonly tokenUrl: string
  readonly clientId: string
  /** Only where it was made up for this run: its user chose any other, and knows it. */
  readonly clientSecret?: string
}
