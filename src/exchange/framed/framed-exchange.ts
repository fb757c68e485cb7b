import { setTimeout } from 'node:timers/promises'
import type { Framing } from '../../contract/rules/probe.ts'
import type { FramedExchange } from '../exchange.ts'
import { abandoned } from './abandoned.ts'
import { chunked } from './chunked.ts'
import { exchangeOnce } from './exchange-once.ts'
import { expectContinue } from './expect-continue.ts'
import { http10 } from './http-1-0.ts'
import { keptAlive } from './kept-alive.ts'
import { lateBody } from './late-body.ts'
import { oneConnection } from './one-connection.ts'
import type { Way } from './way.ts'

const WAYS: Readonly<Record<Exclude<Framing, 'plain'>, Way>> = {
  chunked,
  'expect-continue': expectContinue,
  'http-1.0': http10,
  'kept-alive': keptAlive,
  'late-body': lateBody,
  abandoned,
}

/** Time for a server to close that will: a connection that is about to go is no connection to send over. Ours. */
const BETWEEN_MS = 50

/** Sends requests over node:http; each call has its own connection. */
export const framedExchange: FramedExchange = async ([first, ...others], framing) => {
  const way = WAYS[framing]
  const agent = oneConnection(first.url, framing === 'kept-alive')
  try {
    let last = await exchangeOnce(first, way, agent)
    for (const request of others) {
      if (last.outcome.kind === 'failure') break
      await setTimeout(BETWEEN_MS)
      last = await exchangeOnce(request, way, agent)
    }
    return last
  } finally {
    agent.destroy()
  }
}
