import type { LoadProgress } from '../../../contract/load-progress.ts'
import type { ExitCode } from '../../../contract/errors.ts'
import type { EncodedLatencies } from '../latencies.ts'
import type { SentPart } from './sent-part.ts'
import type { LoadPartOptions } from '../run-load.ts'
import type { ThreadShare } from '../thread-share.ts'

/** What a thread cannot be handed: it has its own, or asks for it. */
type NotSent = 'exchange' | 'endpoint' | 'tokens' | 'clock' | 'random' | 'signal' | 'onProgress'

/** A thread's part of a run, as plain data. */
export interface LoadJob extends Omit<LoadPartOptions, NotSent> {
  readonly endpoint: Omit<LoadPartOptions['endpoint'], 'url'> & { readonly url: string }
  readonly share: ThreadShare
}

/** An error for a person, as plain data. */
export interface SentError {
  readonly code: string
  readonly message: string
  readonly exitCode: ExitCode
  readonly hint: string | null
}

/** A token, and for how long a refusal of it would bring no other one: the thread must know without asking. */
export type TokenAnswer =
  | { readonly token: string | null; readonly firmForMs: number }
  | { readonly error: SentError }

export type ToThread =
  | { readonly kind: 'start'; readonly job: LoadJob }
  | { readonly kind: 'stop' }
  | { readonly kind: 'token'; readonly id: number; readonly answer: TokenAnswer }

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'token-wanted'; readonly id: number }
  | { readonly kind: 'token-refused'; readonly token: string }
  | {
      readonly kind: 'progress'
      readonly progress: LoadProgress
      readonly latencies: EncodedLatencies
    }
  | { readonly kind: 'done'; readonly part: SentPart }
  | { readonly kind: 'failed'; readonly message: string }

/** One end of a line between two threads. */
export interface ThreadPort<Sent, Received> {
  readonly post: (message: Sent) => void
  readonly onMessage: (listener: (message: Received) => void) => void
}
