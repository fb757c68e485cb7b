import { judgeAnswer, judgeFailure } from '../../contract/acknowledgement.ts'
import type { Outcome } from '../../contract/delivery.ts'
import type { CheckExchange, Observed } from '../../contract/rules/evidence.ts'
import type { Credentials, Framing, ProbeRequest } from '../../contract/rules/probe.ts'
import type { ExchangeRequest } from '../../exchange/exchange.ts'
import type { CheckOptions } from './check-options.ts'
import { probeBody, probeInterviewId } from './probe-body.ts'
import { probeTarget } from './probe-credentials.ts'
import type { RateLimit } from './rate-limit.ts'

/** Sends the requests of probes. */
export interface ProbeSender {
  /**
   * Turn after turn, the requests of a turn at once; no further when `goesOn` says no. Rejects with the signal's
   * reason, or where no token can be had.
   */
  readonly send: (
    turns: readonly (readonly ProbeRequest[])[],
    timeoutMs: number,
    goesOn?: (sent: readonly CheckExchange[]) => Promise<boolean>,
  ) => Promise<CheckExchange[]>
}

type SenderOptions = Omit<CheckOptions, 'rules' | 'revival' | 'facts' | 'inspect'>

/** A sender for one run: every session of every probe gets an id of its own. */
export function createProbeSender(options: SenderOptions, limit: RateLimit): ProbeSender {
  const { clock, random, signal } = options
  let number = 0
  return {
    send: async (turns, timeoutMs, goesOn = async () => true) => {
      const sessions = new Map<number, Session>()
      const sessionOf = ({ session = 0, body }: ProbeRequest): Session => {
        const known = sessions.get(session)
        if (known !== undefined) return known
        number += 1
        const made = { interviewId: probeInterviewId(body, clock, random), number }
        sessions.set(session, made)
        return made
      }
      const exchanges: CheckExchange[] = []
      for (const turn of turns) {
        await limit.take(turn.length, signal)
        const sending = turn.map(async (request) =>
          sendOne(request, sessionOf(request), timeoutMs, options),
        )
        const sent = await Promise.all(sending)
        exchanges.push(...sent)
        if (!(await goesOn(sent))) break
      }
      return exchanges
    },
  }
}

interface Session {
  readonly interviewId: string
  readonly number: number
}

async function sendOne(
  request: ProbeRequest,
  session: Session,
  timeoutMs: number,
  options: SenderOptions,
): Promise<CheckExchange> {
  const { framing = 'plain', body, label } = request
  const startedAt = options.clock.now()
  const made = await makeRequest(request, session, timeoutMs, options)
  const { outcome, observed } = await exchange(made, framing, request, options)
  return {
    label,
    interviewId: session.interviewId,
    onboardingStatus: body.kind === 'notification' ? body.status : null,
    request: {
      method: made.method,
      url: made.url.href,
      headers: made.headers,
      body: made.body ?? new Uint8Array(),
      framing,
      credentials: made.credentials,
    },
    startedAt,
    outcome,
    verdict:
      outcome.kind === 'answer' ? judgeAnswer(outcome.answer) : judgeFailure(outcome.failure),
    observed,
  }
}

async function makeRequest(
  request: ProbeRequest,
  { interviewId, number }: Session,
  timeoutMs: number,
  { endpoint, tokens, expiredToken, signal }: SenderOptions,
): Promise<ExchangeRequest & { readonly credentials: Credentials }> {
  const known = { right: await tokens.get(), expired: expiredToken }
  return {
    method: request.method ?? 'POST',
    ...probeTarget(request, endpoint, known),
    body: probeBody(request.body, interviewId, number),
    timeoutMs,
    verifyCertificate: endpoint.verifyCertificate,
    signal,
    credentials: known.right === null ? 'none' : (request.credentials ?? 'right'),
  }
}

/** On a kept connection another notification goes first, of a session of its own. */
async function exchange(
  made: ExchangeRequest,
  framing: Framing,
  request: ProbeRequest,
  options: SenderOptions,
): Promise<{ outcome: Outcome; observed: Observed }> {
  if (framing === 'plain') return { outcome: await options.exchange(made), observed: {} }
  if (framing !== 'kept-alive') return options.framedExchange([made], framing)
  const { clock, random } = options
  const before = probeBody(request.body, probeInterviewId(request.body, clock, random), 0)
  return options.framedExchange([{ ...made, body: before }, made], framing)
}
