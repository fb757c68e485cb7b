import type { Clock } from '../../../context.ts'
import { CliError } from '../../../contract/errors.ts'
import type { TokenSource } from '../../token-source.ts'
import type { FromThread, SentError, ThreadPort, TokenAnswer, ToThread } from './messages.ts'

/**
 * How long a thread goes on with a token before it asks again. The one place that knows when tokens
 * expire renews them by a tenth of their life, or 30 s, early.
 */
const KEEP_MS = 50

export interface AskedTokensOptions {
  readonly port: ThreadPort<FromThread, ToThread>
  readonly renewsTokens: boolean
  readonly clock: Pick<Clock, 'monotonicMs'>
  /** Rejects whatever waits for a token. */
  readonly signal: AbortSignal
}

interface Asker {
  readonly resolve: (answer: TokenAnswer) => void
  readonly reject: (reason: Error) => void
}

/** The tokens of a thread: asked of the main one, which makes one token request for all (hardening O8). */
export function askForTokens({
  port,
  renewsTokens,
  clock,
  signal,
}: AskedTokensOptions): TokenSource {
  let kept: { readonly token: string | null; readonly untilMs: number } | null = null
  let pending: Promise<string | null> | null = null
  let asker: Asker | null = null
  port.onMessage((message) => {
    if (message.kind === 'token') asker?.resolve(message.answer)
  })
  signal.addEventListener('abort', () => asker?.reject(signal.reason as Error))
  const ask = async (): Promise<string | null> => {
    const answer = await new Promise<TokenAnswer>((resolve, reject) => {
      asker = { resolve, reject }
      port.post({ kind: 'token-wanted' })
    })
    if ('error' in answer) throw toCliError(answer.error)
    kept = { token: answer.token, untilMs: clock.monotonicMs() + KEEP_MS }
    return answer.token
  }
  return {
    get: async () => {
      signal.throwIfAborted()
      if (kept !== null && clock.monotonicMs() < kept.untilMs) return kept.token
      pending ??= ask().finally(() => {
        pending = null
      })
      return pending
    },
    refuse: (token) => {
      port.post({ kind: 'token-refused', token })
      if (kept?.token === token) kept = null
      return renewsTokens
    },
  }
}

/** Answers what a thread asks of the tokens of the run. */
export function answerForTokens(port: ThreadPort<ToThread, FromThread>, tokens: TokenSource): void {
  port.onMessage((message) => {
    if (message.kind === 'token-refused') tokens.refuse(message.token)
    if (message.kind !== 'token-wanted') return
    tokens.get().then(
      (token) => port.post({ kind: 'token', answer: { token } }),
      (error: unknown) => port.post({ kind: 'token', answer: { error: toSentError(error) } }),
    )
  })
}

/** Only a `CliError` tells of a token that could not be had; whatever else it was, none was. */
function toSentError(error: unknown): SentError {
  if (error instanceof CliError) {
    const { code, message, exitCode, hint = null } = error
    return { code, message, exitCode, hint }
  }
  return { code: 'TOKEN_UNAVAILABLE', message: String(error), exitCode: 3, hint: null }
}

function toCliError({ code, message, exitCode, hint }: SentError): CliError {
  return new CliError(code, message, hint === null ? { exitCode } : { exitCode, hint })
}
