import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { SessionTimeline } from '../contract/received.ts'
import type { LatestSessions } from './session-timelines.ts'
import type { RequestLine } from './broken-request.ts'
import { createDesk, type Desk } from './desk.ts'
import type { ReceiverLimits } from './limits.ts'
import { receive, tellBroken } from './receive.ts'
import type { ReceptionOptions } from './reception-options.ts'
import type { Refusal } from './refusal.ts'
import { PlaceList } from '../place-list.ts'
import type { Visit } from './visit.ts'

/** What takes requests in and tells of them. */
export interface Reception {
  readonly options: ReceptionOptions
  readonly limits: ReceiverLimits
  /** Requests that are not answered and told yet. */
  readonly visits: PlaceList<Visit>
  /** Connections that end with an answer under way: what still comes on them is no request. */
  readonly closing: WeakSet<Socket>
  readonly receive: (request: IncomingMessage, response: ServerResponse) => void
  /** Tells of a request that never became one. */
  readonly tellBroken: (refusal: Refusal, line: RequestLine, httpStatus: number | null) => void
  readonly sessions: () => SessionTimeline[]
  readonly latestSessions: (most: number) => LatestSessions
  readonly session: (interviewId: string) => SessionTimeline | null
  /** Ends every connection with its next answer. */
  readonly announceEnd: () => void
  /** Resolves when every request is answered, passed on and told. */
  readonly untilSettled: () => Promise<void>
  /** Gives up what still waits for the user's app. */
  readonly endForwarding: () => Promise<void>
}

/** Starts with what the recorder knows of earlier runs. */
export function createReception(options: ReceptionOptions): Reception {
  const desk = createDesk(options)
  const visits = new PlaceList<Visit>()
  let isEnding = false
  return {
    options,
    visits,
    limits: desk.limits,
    closing: desk.closing,
    receive: (request, response) => {
      if (desk.closing.has(request.socket)) return
      if (isEnding) response.shouldKeepAlive = false
      const visit: Visit = { request, response, refusal: null, done: NOTHING_YET, place: 0 }
      visits.add(visit)
      visit.done = receiveAndLeave(visit, desk, visits)
    },
    tellBroken: (refusal, line, httpStatus) => tellBroken(desk, refusal, line, httpStatus),
    sessions: () => desk.book.timelines.list(),
    latestSessions: (most) => desk.book.timelines.latest(most),
    session: (interviewId) => desk.book.timelines.find(interviewId),
    announceEnd: () => {
      isEnding = true
      for (const { response } of visits) response.shouldKeepAlive = false
    },
    untilSettled: async () => {
      while (visits.count + desk.passing.count > 0) {
        const answered = [...visits].map(({ done }) => done)
        await Promise.all([...answered, ...[...desk.passing].map(({ told }) => told)])
      }
    },
    endForwarding: async () => options.forward?.forwarder.close(),
  }
}

const NOTHING_YET = Promise.resolve()

async function receiveAndLeave(visit: Visit, desk: Desk, visits: PlaceList<Visit>): Promise<void> {
  try {
    await receive(visit, desk)
  } catch (error) {
    desk.options.onError(error)
  } finally {
    visits.remove(visit)
  }
}
