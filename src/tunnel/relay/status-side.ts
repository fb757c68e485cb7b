import type { IncomingMessage } from 'node:http'
import type { ClientRegister } from './client-register.ts'

interface StatusAnswer {
  readonly httpStatus: number
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * What the public server's status endpoints answer: `GET /api/status` and
 * `GET /api/tunnels/<name>/status`; undefined for any other request.
 */
export function statusFor(
  { method, url = '/' }: IncomingMessage,
  clients: ClientRegister,
): StatusAnswer | undefined {
  if (method !== 'GET') return undefined
  const path = url.replace(/\?.*$/s, '')
  if (path === '/api/status') {
    return { httpStatus: 200, body: { tunnels: clients.list().length, mem: process.memoryUsage() } }
  }
  const id = /^\/api\/tunnels\/([^/]+)\/status$/.exec(path)?.[1]
  return id === undefined ? undefined : statusOfTunnel(id, clients)
}

function statusOfTunnel(id: string, clients: ClientRegister): StatusAnswer {
  const client = clients.find(id)
  return client === undefined
    ? { httpStatus: 404, body: { error: 'unknown_tunnel' } }
    : { httpStatus: 200, body: { connected_sockets: client.pool.size } }
}
