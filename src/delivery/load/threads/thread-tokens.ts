import type { Clock } from '../../../context.ts'
import { CliError } from '../../../contract/errors.ts'
import type { SharedTokenSource, TokenSource } from '../../token-source.ts'
import type { FromThread, SentError, ThreadPort, TokenAnswer, ToThread } from './messages.ts'

/**
 * How long a thread goes on with a token before it asks again. The one place that knows when tokens
 * expire renews them by a tenth of their life, or 30 s, early.
 */
const KEEP_MS = 50

export interface AskedTokensOptions {
  readonly port: ThreadPort<FromThread, ToThread>
  readonly clock: Pick<Clock, 'monotonicMs'>
  /** Rejects whatever waits for a token. */
  readonly signal: AbortSignal
}

interface Kept {
  readonly token: string | null
  readonly untilMs: number
  /** Until then, a refusal changes nothing. */
  readonly firmUntilMs: number
}

/** The tokens of a thread: asked of the main one, which makes one token request for all (hardening O8). */
export function askForTokens({ port, clock, signal }: AskedTokensOptions): TokenSource {
  const ask = createQuestions(port, signal)
  let kept: Kept | null = null
  let pending: Promise<FirmToken> | null = null
  const renew = async (): Promise<string | null> => {
    const own = ask()
    pending = own
    try {
      const { token, firmForMs } = await own
      const nowMs = clock.monotonicMs()
      const times = { untilMs: nowMs + KEEP_MS, firmUntilMs: nowMs + firmForMs }
      // After a refusal meanwhile, it is the answer to an older question.
      if (pending === own) kept = { token, ...times }
      return token
    } finally {
      if (pending === own) pending = null
    }
  }
  return {
    get: async () => {
      signal.throwIfAborted()
      if (kept !== null && clock.monotonicMs() < kept.untilMs) return kept.token
      return pending === null ? renew() : (await pending).token
    },
    refuse: (token) => {
      // It is an older one, or was refused before: another one comes anyway.
      if (kept?.token !== token) return true
      if (clock.monotonicMs() < kept.firmUntilMs) return false
      port.post({ kind: 'token-refused', token })
      kept = null
      pending = null
      return true
    },
  }
}

type FirmToken = Exclude<TokenAnswer, { readonly error: unknown }>

interface Question {
  readonly resolve: (answer: TokenAnswer) => void
  readonly reject: (reason: Error) => void
}

/** Asks the main thread, more than one question at a time if need be. */
function createQuestions(
  port: AskedTokensOptions['port'],
  signal: AbortSignal,
): () => Promise<FirmToken> {
  const open = new Map<number, Question>()
  let last = 0
  port.onMessage((message) => {
    if (message.kind !== 'token') return
    open.get(message.id)?.resolve(message.answer)
    open.delete(message.id)
  })
  signal.addEventListener('abort', () => {
    for (const { reject } of open.values()) reject(signal.reason as Error)
  })
  return async () => {
    const answer = await new Promise<TokenAnswer>((resolve, reject) => {
      last += 1
      open.set(last, { resolve, reject })
      port.post({ kind: 'token-wanted', id: last })
    })
    if ('error' in answer) throw toCliError(answer.error)
    return answer
  }
}

/** Answers what a thread asks of the tokens of the run. */
export function answerForTokens(
  port: ThreadPort<ToThread, FromThread>,
  tokens: SharedTokenSource,
): void {
  port.onMessage((message) => {
    if (message.kind === 'token-refused') tokens.refuse(message.token)
    if (message.kind !== 'token-wanted') return
    const { id } = message
    const tell = (answer: TokenAnswer): void => port.post({ kind: 'token', id, answer })
    tokens.get().then(
      (token) => tell({ token, firmForMs: tokens.firmForMs() }),
      (error: unknown) => tell({ error: toSentError(error) }),
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
