import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Timings } from '../../contract/delivery.ts'

type Moment = 'socket' | 'lookup' | 'connect' | 'secureConnect' | 'sent' | 'answered' | 'ended'

/** Notes the moments of a request from now on; gives the timings of what has come to pass when it is asked. */
export function timeRequest(request: ClientRequest): () => Timings {
  const startMs = performance.now()
  const moments: Partial<Record<Moment, number>> = {}
  const note = (moment: Moment) => (): void => {
    moments[moment] ??= performance.now()
  }
  request.once('finish', note('sent'))
  request.once('socket', (socket: Socket) => {
    note('socket')()
    for (const moment of ['lookup', 'connect', 'secureConnect'] as const) {
      socket.once(moment, note(moment))
    }
  })
  request.once('response', (answer: IncomingMessage) => {
    note('answered')()
    answer.once('end', note('ended'))
  })
  return () => toTimings(moments, Math.round(performance.now() - startMs))
}

function toTimings(at: Readonly<Partial<Record<Moment, number>>>, totalMs: number): Timings {
  return {
    dnsMs: between(at.socket, at.lookup),
    connectMs: between(at.lookup ?? at.socket, at.connect),
    tlsMs: between(at.connect, at.secureConnect),
    firstByteMs: between(at.sent, at.answered),
    bodyMs: between(at.answered, at.ended),
    totalMs,
  }
}

/** Null for a phase without an end, and for an answer that came before the request was out. */
function between(from: number | undefined, to: number | undefined): number | null {
  if (from === undefined || to === undefined || to < from) return null
  return Math.round(to - from)
}
