import type { ServerResponse } from 'node:http'
import type { Answer, Failure } from '../../contract/acknowledgement.ts'
import type { Outcome } from '../../contract/delivery.ts'
import { endToEnd } from '../../contract/end-to-end.ts'
import type { ReceivedRequest } from '../../contract/received.ts'
import { sendRefusal } from '../answer.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { followTurns, type Responder } from '../respond.ts'
import type { ForwardOptions, ForwardRequest } from './forwarder.ts'

/** Answers what the user's app answers, or 204 before the app is asked (`--ack-first`). */
export function appResponder({ forwarder, isAckFirst }: ForwardOptions): Responder {
  if (isAckFirst) {
    return {
      httpStatus: 204,
      respond: async (received, response) => {
        response.writeHead(204).end()
        return { httpStatus: 204, forward: forwarder.forward(toForwardRequest(received)) }
      },
    }
  }
  const untilTurnEnds = followTurns()
  return {
    httpStatus: null,
    respond: async (received, response) => {
      const result = await forwarder.forward(toForwardRequest(received))
      await untilTurnEnds()
      const httpStatus = passBack(response, result.outcome)
      return { httpStatus, forward: Promise.resolve(result) }
    },
  }
}

/** What is passed on of a received notification: the bytes and the headers as they came. */
export function toForwardRequest({
  seq,
  content,
  rawHeaders,
  body,
}: ReceivedRequest): ForwardRequest {
  const interviewId = content.kind === 'notification' ? content.notification.interviewId : ''
  return { seq, interviewId, rawHeaders, body: body ?? new Uint8Array() }
}

/** Gives the app's answer back as it came; where there is none, says so as a gateway does. */
function passBack(response: ServerResponse, outcome: Outcome): number {
  const refusal = outcome.kind === 'failure' ? noAnswer(outcome.failure) : unfit(outcome.answer)
  if (refusal !== null) {
    sendRefusal(response, refusal)
    return refusal.httpStatus
  }
  const { httpStatus, headers, body } = (outcome as Extract<Outcome, { kind: 'answer' }>).answer
  const isBodiless = httpStatus === 204 || httpStatus === 304
  const framing = isBodiless ? [] : ['content-length', String(body.length)]
  response.writeHead(httpStatus, [...endToEnd(headers).flat(), ...framing])
  response.end(isBodiless ? undefined : body)
  return httpStatus
}

function unfit({ isBodyCut }: Answer): Refusal | null {
  return isBodyCut ? refuse(502, 'app_answer_too_large', 'the body is above 1 MiB') : null
}

/** 504 for an app that is too slow, 502 for one that is not there (RFC 9110, 15.6). */
function noAnswer({ code, detail }: Failure): Refusal {
  if (code === 'TIMEOUT') return refuse(504, 'app_too_slow', detail)
  if (code === 'INTERRUPTED' || code === 'QUEUE_FULL') {
    return refuse(503, 'not_forwarded', detail, { 'retry-after': '1' })
  }
  return refuse(502, 'app_down', detail)
}
