import { ServerResponse, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../../context.ts'
import { carryUpgrade, type Upgrade } from './carry-upgrade.ts'
import type { ClientRegister } from './client-register.ts'
import type { FaultBoard } from './fault-board.ts'
import { hostOf, isRootHost } from './names.ts'
import { answerSocket } from './plain-answers.ts'
import { answerCaller } from './public-side.ts'
import { answerRegistration } from './registration-side.ts'
import type { RelayEvent } from './relay.ts'
import { reportRequest, reportUpgrade } from './report-request.ts'

export interface ServeRelayOptions {
  readonly bindHost: string
  readonly clock: Clock
  readonly clients: ClientRegister
  readonly faults: FaultBoard
  readonly onEvent: (event: RelayEvent) => void
  readonly publicUrlOf: (id: string) => string
}

/** Answers on the relay's public port: registrations, callers, and upgrades of their connections. */
export function serveRelay(server: Server, options: ServeRelayOptions): void {
  const accept = (request: IncomingMessage, response: ServerResponse): void => {
    route(request, response, options).catch(() => response.destroy())
  }
  server.on('request', accept)
  // The app says whether the body may come, not the relay.
  server.on('checkContinue', accept)
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    routeUpgrade({ request, socket, head }, options)
  })
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeRelayOptions,
): Promise<void> {
  const { clients, faults, bindHost } = options
  const id = targetOf(request, bindHost)
  if (id === null) return answerRegistration(request, response, options)
  const client = clients.find(id)
  reportRequest(request, response, { ...options, id: client?.id ?? null })
  if (faults.answer(request, response, { id, isOpen: client !== undefined })) return
  return answerCaller(request, response, id, client)
}

function routeUpgrade(upgrade: Upgrade, options: ServeRelayOptions): void {
  const { request, socket } = upgrade
  const id = targetOf(request, options.bindHost)
  if (id === null) return answerSocket(socket, 404, { error: 'not_found' })
  const client = options.clients.find(id)
  const response = new ServerResponse(request)
  response.assignSocket(socket)
  response.once('finish', () => socket.destroySoon())
  const report = { ...options, id: client?.id ?? null }
  if (options.faults.answer(request, response, { id, isOpen: client !== undefined })) {
    reportUpgrade(
      request,
      socket,
      () => (response.headersSent ? response.statusCode : null),
      report,
    )
    return
  }
  response.detachSocket(socket)
  reportUpgrade(request, socket, carryUpgrade(upgrade, id, client), report)
}

/** The name in the Host header's first label; null where the request is for the relay itself. */
function targetOf(request: IncomingMessage, bindHost: string): string | null {
  const host = hostOf(request.headers.host ?? '')
  return isRootHost(host, bindHost) ? null : host.replace(/\..*$/, '')
}
