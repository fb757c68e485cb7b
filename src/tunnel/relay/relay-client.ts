import { createServer } from 'node:net'
import type { Clock } from '../../context.ts'
import { DataSocket, type WireFaults } from './data-socket.ts'
import { SocketPool } from './socket-pool.ts'
import { openPort, type StoppablePort } from './stoppable-port.ts'

export const MOST_SOCKETS = 10

const NEVER_CONNECTED_MS = 30_000
const GRACE_MS = 1000

/** What the faults have to do with data sockets. */
export interface SocketFaults extends WireFaults {
  /** Shows the faults a socket that has just connected. */
  readonly meet: (socket: DataSocket) => void
}

export interface RelayClientOptions {
  readonly id: string
  readonly host: string
  readonly clock: Clock
  readonly faults: SocketFaults
  /** The client left, and its name is free again. */
  readonly onGone: (reason: 'left' | 'never-connected') => void
}

export interface RelayClient {
  readonly id: string
  /** The data port. */
  readonly port: number
  readonly pool: SocketPool
  readonly refuse: StoppablePort['refuse']
  close(): Promise<void>
}

/**
 * Opens the data port of one registered client. Without any socket for 30 s after the
 * registration, or for 1 s later on, the client is gone, as with the public relay.
 */
export async function openRelayClient(options: RelayClientOptions): Promise<RelayClient> {
  const { id, host, clock, faults } = options
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
  const server = createServer({ noDelay: true, keepAlive: true }, (raw) => {
    const socket = new DataSocket(raw, faults)
    pool.add(socket)
    faults.meet(socket)
  })
  const { port, refuse, close: closePort } = await openPort(server, { port: 0, host }, clock)
  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    absence.abort()
    const closed = closePort()
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
  return { id, port, pool, refuse, close }
}
