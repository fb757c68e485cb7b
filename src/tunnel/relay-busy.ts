/** The relay has no room at the moment (429, 503), and may have said for how long. */
export class RelayBusy extends Error {
  override readonly name = 'RelayBusy'
  readonly retryAfterMs: number

  constructor(message: string, waitMs: number) {
    super(message)
    this.retryAfterMs = waitMs
  }
}
