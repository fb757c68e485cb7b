import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIPv6, type Socket } from 'node:net'
import { CliError } from '../../contract/errors.ts'
import { startListening } from '../listening.ts'
import { createClientRegister, type ClientRegister } from './client-register.ts'
import { hostOf, isRootHost } from './names.ts'
import { answerSocket } from './plain-answers.ts'
import { answerCaller, reportRequest } from './public-side.ts'
import { answerRegistration } from './registration-side.ts'
import type { Relay, RelayOptions } from './relay.ts'

/**
 * Starts a relay on this machine that the stock localtunnel client works with.
 * The Host header decides: `<id>.localhost` is a tunnel, `localhost` or an address is the registration.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { host = '127.0.0.1', clock, onEvent = () => undefined } = options
  const server = createServer()
  const port = await listen(server, options.port, host)
  const publicUrlOf = (id: string): string => `http://${id}.localhost:${port}`
  const clients = createClientRegister({ ...options, host, onEvent, publicUrlOf })
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = targetOf(request, host)
    if (target === null)
      return answerRegistration(request, response, { clients, publicUrlOf, onEvent })
    const client = clients.find(target)
    reportRequest(request, response, clock, client?.id ?? null, onEvent)
    return answerCaller(request, response, target, client)
  }
  serve(server, route)
  return {
    url: `http://${urlHost(host)}:${port}`,
    port,
    clients: () => clients.list().map(({ id, pool }) => ({ id, sockets: pool.size })),
    close: onlyOnce(() => closeAll(server, clients)),
  }
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>

function serve(server: Server, route: Route): void {
  const accept = (request: IncomingMessage, response: ServerResponse): void => {
    route(request, response).catch(() => response.destroy())
  }
  server.on('request', accept)
  // The app says whether the body may come, not the relay.
  server.on('checkContinue', accept)
  server.on('upgrade', (_request: IncomingMessage, socket: Socket) => {
    answerSocket(socket, 501, { error: 'upgrade_not_supported' })
  })
}

/** The name in the Host header's first label; null where the request is for the relay itself. */
function targetOf(request: IncomingMessage, bindHost: string): string | null {
  const host = hostOf(request.headers.host ?? '')
  return isRootHost(host, bindHost) ? null : host.replace(/\..*$/, '')
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  try {
    return await startListening(server, { port, host })
  } catch (cause) {
    throw cannotListen(port, host, cause)
  }
}

function cannotListen(port: number, host: string, cause: unknown): CliError {
  const { code, message } = cause as NodeJS.ErrnoException
  const options = { exitCode: 3, hint: '--port 0', cause } as const
  return code === 'EADDRINUSE'
    ? new CliError('PORT_IN_USE', `the relay cannot listen: port ${port} is in use`, options)
    : new CliError('PORT_REFUSED', `the relay cannot listen: ${host}: ${message}`, options)
}

async function closeAll(server: Server, clients: ClientRegister): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  await clients.close()
  server.closeAllConnections()
  await closed
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return isIPv6(host) ? `[${host}]` : host
}

/** Gives the result of the first call to every call. */
function onlyOnce(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined
  return () => (result ??= run())
}
