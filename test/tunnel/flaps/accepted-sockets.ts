import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** The sockets that servers of this process accepted and that are open, by the server's port. */
export interface AcceptedSockets {
  readonly at: (port: number) => readonly Socket[]
}

/** Notes them from now to the end of the test: it is how a test gets hold of the relay's end of a tunnel. */
export function noteAcceptedSockets(): AcceptedSockets {
  const open = new Map<Socket, number>()
  const note = (message: unknown): void => {
    const { socket } = message as { socket: Socket }
    open.set(socket, socket.localPort ?? 0)
    socket.once('close', () => open.delete(socket))
  }
  subscribe('net.server.socket', note)
  onTestFinished(() => void unsubscribe('net.server.socket', note))
  return {
    at: (port) => Array.from(open.keys()).filter((socket) => open.get(socket) === port),
  }
}
