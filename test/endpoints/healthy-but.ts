import { answerWell, readRequest, send, type Reply, type Required, type Seen } from './healthy.ts'
import type { Life, Listener } from './mortal-server.ts'

/** What an endpoint does in place of an answer. */
export type Fault = 'hang' | 'reset' | 'die'

/** What an endpoint gets wrong: another answer than the right one, or null to leave that. */
export type Slip = (
  seen: Seen,
  well: Reply,
  life: Life,
) => Reply | Fault | null | Promise<Reply | Fault | null>

/** An endpoint that is right in everything but for a slip. */
export function healthyBut(slip: Slip, required: Required = {}): Listener {
  return (request, response, life) => {
    void readRequest(request).then(async (seen) => {
      const well = answerWell(seen, required)
      const reply = (await slip(seen, well, life)) ?? well
      if (reply === 'reset') request.socket.destroy()
      else if (reply === 'die') life.die()
      else if (reply !== 'hang') send(response, reply)
    })
  }
}

/** Another answer in place of every accepted one. */
export function acceptsWith(reply: Reply): Slip {
  return (_, well) => (well.status === 204 ? reply : null)
}
