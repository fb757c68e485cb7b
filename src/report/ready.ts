import type { TokenClient } from '../contract/token-request.ts'

/** What is known when a receiver is ready. */
export interface Ready {
  readonly url: string
  /** Null where there is no tunnel. */
  readonly publicUrl: string | null
  /** The file that everything is kept in; null where nothing is. */
  readonly journal: string | null
  /** False where anybody who knows the address may post. */
  readonly requiresToken: boolean
  /** Left out where the receiver issues no tokens. */
  readonly oauth?: TokenClient
}
