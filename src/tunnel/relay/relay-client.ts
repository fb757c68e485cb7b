import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Clock } from '../../context.ts'
import { startListening } from '../listening.ts'
import { SocketPool } from './socket-pool.ts'

export const MOST_SOCKETS = 10

const NEVER_CONNECTED_MS = 30_000
const GRACE_MS = 1000

export interface RelayClientOptions {
  readonly id: string
  readonly host: string
  readonly clock: Clock
  /** The client left, and its name is free again. */
  readonly onGone: (reason: 'left' | 'never-connected') => void
}

export interface RelayClient {
  readonly id: string
  /** The data port. */
  readonly port: number
  readonly pool: SocketPool
  close(): Promise<void>
}

/**
 * Opens the data port of one registered client. Without any socket for 30 s after the
 * registration, or for 1 s later on, the client is gone, as with the public relay.
 */
export async function openRelayClient(options: RelayClientOptions): Promise<RelayClient> {
  const { id, host, clock } = options
  let absence = new AbortController()
  let isClosed = false
  const pool = new SocketPool({
    max: MOST_SOCKETS,
    clock,
    onSize: (size) => {
      absence.abort()
      if (size === 0) startAbsence(GRACE_MS, 'left')
    },
  })
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => pool.add(socket))
  const port = await startListening(server, { port: 0, host })
  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    absence.abort()
    const closed = once(server, 'close')
    server.close()
    pool.close()
    await closed
  }

  function startAbsence(ms: number, reason: 'left' | 'never-connected'): void {
    if (isClosed) return
    absence = new AbortController()
    const leave = async (): Promise<void> => {
      options.onGone(reason)
      await close()
    }
    clock.sleep(ms, absence.signal).then(leave, () => undefined)
  }
  startAbsence(NEVER_CONNECTED_MS, 'never-connected')
  return { id, port, pool, close }
}
