import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../context.ts'
import type { RelayEvent } from './relay.ts'

export interface RequestReport {
  readonly clock: Clock
  /** The tunnel's name; null where there is none such. */
  readonly id: string | null
  readonly onEvent: (event: RelayEvent) => void
}

/** Reports the request when its caller has been answered or has left. */
export function reportRequest(
  request: IncomingMessage,
  response: ServerResponse,
  report: RequestReport,
): void {
  const tell = startReport(request, report)
  response.once('close', () => tell(response.headersSent ? response.statusCode : null))
}

/** The same for an upgrade, when its connection is over. */
export function reportUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  httpStatusOf: () => number | null,
  report: RequestReport,
): void {
  const tell = startReport(request, report)
  socket.once('close', () => tell(httpStatusOf()))
}

function startReport(
  { method = '', url: path = '', headers }: IncomingMessage,
  { clock, id, onEvent }: RequestReport,
): (httpStatus: number | null) => void {
  const startedMs = clock.monotonicMs()
  return (httpStatus) => {
    const durationMs = clock.monotonicMs() - startedMs
    onEvent({ type: 'request', id, method, path, host: headers.host ?? '', httpStatus, durationMs })
  }
}
