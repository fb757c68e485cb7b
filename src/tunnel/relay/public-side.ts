import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../context.ts'
import { carryRequest } from './carry-request.ts'
import { answerJson } from './plain-answers.ts'
import type { RelayClient } from './relay-client.ts'
import type { RelayEvent } from './relay.ts'

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
  const hint = 'its client is not connected: is it still running?'
  answerJson(response, 502, { error: 'tunnel_not_connected', id, hint })
}

function unknownTunnel(id: string): Record<string, string> {
  const hint = 'no client has this name now: start it again, with the relay as its --tunnel-host'
  return { error: 'unknown_tunnel', id, hint }
}

/** Reports the request when its caller has been answered or has left. */
export function reportRequest(
  request: IncomingMessage,
  response: ServerResponse,
  clock: Clock,
  id: string | null,
  onEvent: (event: RelayEvent) => void,
): void {
  const startedMs = clock.monotonicMs()
  const { method = '', url: path = '', headers } = request
  response.once('close', () => {
    const httpStatus = response.headersSent ? response.statusCode : null
    const durationMs = clock.monotonicMs() - startedMs
    onEvent({ type: 'request', id, method, path, host: headers.host ?? '', httpStatus, durationMs })
  })
}
