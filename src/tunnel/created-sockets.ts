import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

const CHANNEL = 'net.client.socket'

/**
 * Starts noting every client socket that the process creates; the returned function ends it and
 * gives them. For synchronous stretches only: it is how we learn which sockets the stock client opened.
 */
export function noteCreatedSockets(): () => readonly Socket[] {
  const created: Socket[] = []
  const note = (message: unknown): void => {
    created.push((message as { socket: Socket }).socket)
  }
  subscribe(CHANNEL, note)
  return () => {
    unsubscribe(CHANNEL, note)
    return created
  }
}
