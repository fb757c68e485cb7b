import type { IncomingMessage, ServerResponse } from 'node:http'
import { carryRequest } from './carry-request.ts'
import { answerJson } from './plain-answers.ts'
import type { RelayClient } from './relay-client.ts'

/** Carries a caller's request to the client whose name it has, or says that there is none such. */
export async function answerCaller(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  client: RelayClient | undefined,
): Promise<void> {
  if (client === undefined) return answerJson(response, 404, unknownTunnel(id))
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const lease = await client.pool.take(gone.signal)
  if (lease !== null) return carryRequest(request, response, lease)
  answerJson(response, 502, notConnected(id))
}

/** What a caller is told of a name that nobody has. */
export function unknownTunnel(id: string): Record<string, string> {
  const hint = 'no client has this name now: start it again, with the relay as its --tunnel-host'
  return { error: 'unknown_tunnel', id, hint }
}

/** What a caller is told of a client without a socket. */
export function notConnected(id: string): Record<string, string> {
  const hint = 'its client is not connected: is it still running?'
  return { error: 'tunnel_not_connected', id, hint }
}
