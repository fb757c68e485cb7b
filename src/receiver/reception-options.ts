import type { Clock } from '../context.ts'
import type { ForwardResult } from '../contract/forward.ts'
import type { ReceivedRequest } from '../contract/received.ts'
import type { AnswerOptions } from './answer.ts'
import type { Requirements } from './auth/authenticator.ts'
import type { TokenEndpoint } from './auth/token-endpoint.ts'
import type { ForwardOptions } from './forward/forwarder.ts'
import type { ReceiverLimits } from './limits.ts'
import type { Recorder } from './recorder.ts'

export interface ReceptionOptions {
  readonly answer: AnswerOptions
  /** The only path that takes notifications; the rest is 404. Null takes them at any. @default null */
  readonly path?: string | null
  /** A GET of this path is answered with this text and not shown: it proves the way in. */
  readonly probe: { readonly path: string; readonly nonce: string }
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onRequest: (received: ReceivedRequest) => void
  /** Told of what became of a notification that was passed on. */
  readonly onForward?: (result: ForwardResult, received: ReceivedRequest) => void
  /** Told of a bug: an exception while a request was received. */
  readonly onError: (error: unknown) => void
  /** True refuses what the vendor would not send, and what it leaves open. @default false */
  readonly isStrict?: boolean
  /** @default everybody is let in */
  readonly requirements?: Requirements
  /** Answers what is addressed to it; that is no notification and not told as one. @default none */
  readonly tokenEndpoint?: TokenEndpoint
  /** @default DEFAULT_LIMITS */
  readonly limits?: ReceiverLimits
  /** Keeps what is received before it is answered; null keeps nothing. @default null */
  readonly recorder?: Recorder | null
  /** Passes notifications on to the user's app; then `answer` counts for nothing. @default null */
  readonly forward?: ForwardOptions | null
}
