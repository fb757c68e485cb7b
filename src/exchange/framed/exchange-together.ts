import type { ExchangeRequest, ExchangeTogether } from '../exchange.ts'
import type { Outcome } from '../../contract/delivery.ts'
import { exchangeOnce } from './exchange-once.ts'
import { oneConnection } from './one-connection.ts'
import { pause, withLength, write, type Way } from './way.ts'

/** Nobody is waited for longer than this: a connection that does not come about holds up no other. Ours. */
const WAIT_MS = 1000

/** Sends requests over node:http, each over a connection of its own. */
export const exchangeTogether: ExchangeTogether = async (requests) => {
  const way = heldBack(meetingOf(requests.length))
  return Promise.all(requests.map(async (request) => exchangeAlone(request, way)))
}

async function exchangeAlone(request: ExchangeRequest, way: Way): Promise<Outcome> {
  const agent = oneConnection(request.url)
  try {
    return (await exchangeOnce(request, way, agent)).outcome
  } finally {
    agent.destroy()
  }
}

/** The last byte is held back until all are there, so that no server can answer one before another has come. */
function heldBack(arrive: () => Promise<void>): Way {
  return {
    headers: withLength,
    send: async (request, body) => {
      await write(request, body.subarray(0, -1))
      await Promise.race([arrive(), pause(request, WAIT_MS)])
      if (!request.destroyed) request.end(body.subarray(-1))
      return {}
    },
  }
}

/** Resolves for everybody when so many have called. */
function meetingOf(guests: number): () => Promise<void> {
  let missing = guests
  let begin!: () => void
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  return async () => {
    missing -= 1
    if (missing === 0) begin()
    return begun
  }
}
