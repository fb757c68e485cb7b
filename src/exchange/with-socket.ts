import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { lookup } from './lookup.ts'

/**
 * Gives what `use` makes of a connection to the host and port of a URL, which is closed afterwards. Rejects with
 * what Node.js says where none comes about, and with the reason of `signal`.
 */
export async function withSocket<Result>(
  url: URL,
  signal: AbortSignal,
  use: (socket: Socket) => Promise<Result>,
): Promise<Result> {
  const socket = connect({ host: hostOf(url), port: portOf(url), lookup })
  // Whoever uses it hears of an error by its end; one that comes late must not end the process.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'connect', { signal })
    return await use(socket)
  } finally {
    socket.destroy()
  }
}

/** The name or address of a URL, without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}
