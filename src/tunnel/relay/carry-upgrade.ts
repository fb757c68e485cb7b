import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { answerSocket } from './plain-answers.ts'
import { notConnected, unknownTunnel } from './public-side.ts'
import type { RelayClient } from './relay-client.ts'
import { headBytes } from './request-writer.ts'

export interface Upgrade {
  readonly request: IncomingMessage
  /** The caller's connection. */
  readonly socket: Socket
  /** What came with the headers. */
  readonly head: Buffer
}

/**
 * Carries an upgrade request, and whatever follows on its connection, as raw bytes both ways until one
 * side closes. The returned function gives the status of the answer, as soon as there is one.
 */
export function carryUpgrade(
  upgrade: Upgrade,
  id: string,
  client: RelayClient | undefined,
): () => number | null {
  const { socket } = upgrade
  let httpStatus: number | null = null
  const refuse = (status: number, body: Record<string, string>): void => {
    httpStatus = status
    answerSocket(socket, status, body)
  }
  const onStatus = (status: number): void => {
    httpStatus = status
  }
  socket.on('error', () => socket.destroy())
  if (client === undefined) refuse(404, unknownTunnel(id))
  else {
    void joinToClient(upgrade, client, onStatus).then((isJoined) => {
      if (!isJoined) refuse(502, notConnected(id))
    })
  }
  return () => httpStatus
}

/** Resolves with false when the client has no socket for it. */
async function joinToClient(
  { request, socket, head }: Upgrade,
  client: RelayClient,
  onStatus: (status: number) => void,
): Promise<boolean> {
  const gone = new AbortController()
  socket.once('close', () => gone.abort())
  const lease = await client.pool.take(gone.signal)
  if (lease === null) return socket.destroyed
  const data = lease.socket
  data.once('data', (first: Buffer) => {
    onStatus(Number(/^HTTP\/1\.\d (\d{3})/.exec(first.toString('latin1', 0, 16))?.[1] ?? 0))
  })
  data.write(Buffer.concat([headBytes(request), head]))
  data.pipe(socket).pipe(data)
  data.once('close', () => (data.readableEnded ? socket.destroySoon() : socket.destroy()))
  socket.once('close', () => lease.release('answered'))
  if (socket.destroyed) lease.release('answered')
  return true
}
