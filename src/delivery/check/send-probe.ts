import { judgeAnswer, judgeFailure, type Verdict } from '../../contract/acknowledgement.ts'
import type { Outcome } from '../../contract/delivery.ts'
import type { CheckExchange } from '../../contract/rules/evidence.ts'
import type { Credentials, ProbeRequest } from '../../contract/rules/probe.ts'
import type { ExchangeRequest, FramedOutcome } from '../../exchange/exchange.ts'
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
        const sent = await sendTurn(
          turn.map((request) => ({ request, session: sessionOf(request) })),
          timeoutMs,
          options,
        )
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

interface Planned {
  readonly request: ProbeRequest
  readonly session: Session
}

type Made = ExchangeRequest & { readonly credentials: Credentials }

async function sendTurn(
  turn: readonly Planned[],
  timeoutMs: number,
  options: SenderOptions,
): Promise<CheckExchange[]> {
  const startedAt = options.clock.now()
  const made = await Promise.all(
    turn.map(async ({ request, session }) => makeRequest(request, session, timeoutMs, options)),
  )
  const brought = await exchangeTurn(made, turn, options)
  return brought.map((each, index) => ({
    ...tellSent(turn[index] as Planned, made[index] as Made),
    startedAt,
    ...each,
    verdict: verdictOn(each.outcome),
  }))
}

/**
 * More than these go as fast as they can, not at one moment: a server that takes one after the other has a short
 * queue for those that wait (Python's standard library: 5), and nobody holds his last byte back on purpose.
 */
const MOST_HELD = 4

async function exchangeTurn(
  made: readonly Made[],
  turn: readonly Planned[],
  options: SenderOptions,
): Promise<readonly FramedOutcome[]> {
  if (made.length === 1) {
    return [await exchangeOne(made[0] as Made, (turn[0] as Planned).request, options)]
  }
  const outcomes =
    made.length > MOST_HELD
      ? await Promise.all(made.map(async (request) => options.exchange(request)))
      : await options.exchangeTogether(made)
  return outcomes.map((outcome) => ({ outcome, observed: {} }))
}

function tellSent({ request, session }: Planned, made: Made) {
  const { framing = 'plain', body, label } = request
  const { method, url, headers, credentials } = made
  return {
    label,
    interviewId: session.interviewId,
    onboardingStatus: body.kind === 'notification' ? body.status : null,
    request: {
      method,
      url: url.href,
      headers,
      body: made.body ?? new Uint8Array(),
      framing,
      credentials,
    },
  }
}

function verdictOn(outcome: Outcome): Verdict {
  return outcome.kind === 'answer' ? judgeAnswer(outcome.answer) : judgeFailure(outcome.failure)
}

async function makeRequest(
  request: ProbeRequest,
  { interviewId, number }: Session,
  timeoutMs: number,
  { endpoint, tokens, expiredToken, signal }: SenderOptions,
): Promise<Made> {
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
async function exchangeOne(
  made: ExchangeRequest,
  { framing = 'plain', body }: ProbeRequest,
  options: SenderOptions,
): Promise<FramedOutcome> {
  if (framing === 'plain') return { outcome: await options.exchange(made), observed: {} }
  if (framing !== 'kept-alive') return options.framedExchange([made], framing)
  const { clock, random } = options
  const before = probeBody(body, probeInterviewId(body, clock, random), 0)
  return options.framedExchange([{ ...made, body: before }, made], framing)
}
