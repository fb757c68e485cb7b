import type { Socket } from 'node:net'
import type { Clock } from '../context.ts'
import { noteCreatedSockets } from './created-sockets.ts'

/** A socket that lived shorter and carried nothing is replaced after a wait, not at once. */
const BARREN_LIFE_MS = 1000
const BARREN_WAIT_MS = 500

export interface SocketKeeperOptions {
  /** Lets the stock client open one data socket, and a local one once that is connected. */
  readonly openOne: () => void
  readonly count: number
  readonly clock: Clock
  /** A data socket that is not connected by then is given up, and another one is opened. */
  readonly connectTimeoutMs: number
  /** A data socket could not be connected, and no other one is. */
  readonly onLost: (detail: string) => void
}

export interface SocketKeeper {
  close(): Promise<void>
}

/**
 * Keeps `count` data sockets of the stock client open, and knows every one of them.
 * The client's own bookkeeping loses sockets (a reset local socket, a connection that timed out),
 * spins when a relay hangs up at once, and leaves connecting sockets behind when it is closed.
 */
export function keepSockets(options: SocketKeeperOptions): SocketKeeper {
  const { clock } = options
  const open = new Set<Socket>()
  const connected = new Set<Socket>()
  const ending = new AbortController()

  const track = (socket: Socket): void => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  }
  const openRemote = (): void => {
    const created = noteCreatedSockets()
    options.openOne()
    for (const remote of created()) {
      track(remote)
      remote.once('connect', () => connected.add(remote))
      remote.once('close', () => connected.delete(remote))
      followRemote(remote, { ...options, onLocal: track, onGone: replace, onMissed: missed })
    }
  }
  // As long as others carry requests, one that could not connect is no reason to cut them.
  const missed = (detail: string): void => {
    if (connected.size > 0) replace(true)
    else options.onLost(detail)
  }
  const replace = (isBarren: boolean): void => {
    if (ending.signal.aborted) return
    if (!isBarren) return openRemote()
    clock.sleep(BARREN_WAIT_MS, ending.signal).then(openRemote, () => undefined)
  }
  for (let index = 0; index < options.count; index += 1) openRemote()
  return {
    close: async () => {
      ending.abort()
      await Promise.all(Array.from(open, destroySocket))
    },
  }
}

async function destroySocket(socket: Socket): Promise<void> {
  await new Promise((resolve) => {
    socket.once('close', resolve)
    socket.destroy()
  })
}

interface FollowOptions extends Pick<SocketKeeperOptions, 'clock' | 'connectTimeoutMs'> {
  readonly onLocal: (local: Socket) => void
  /** The socket failed to connect. */
  readonly onMissed: (detail: string) => void
  readonly onGone: (isBarren: boolean) => void
}

function followRemote(remote: Socket, options: FollowOptions): void {
  const { clock, connectTimeoutMs, onMissed, onLocal, onGone } = options
  const startedMs = clock.monotonicMs()
  const isLate = destroyUnlessConnected(remote, clock, connectTimeoutMs)
  let locals: readonly Socket[] | undefined
  let detail = 'the data port closed the connection'
  whenConnected(remote, (created) => {
    locals = created
    created.forEach(onLocal)
  })
  remote.on('error', (error) => {
    detail = `the data port could not be reached: ${error.message}`
  })
  remote.once('close', () => {
    // Without its reader the local socket would keep unread bytes, and stay open for ever.
    locals?.forEach((local) => local.resume())
    if (isLate()) return onGone(true)
    if (locals === undefined) return onMissed(detail)
    onGone(remote.bytesRead === 0 && clock.monotonicMs() - startedMs < BARREN_LIFE_MS)
  })
}

/** Tells whether the socket was given up: it had not been connected in time. */
function destroyUnlessConnected(remote: Socket, clock: Clock, ms: number): () => boolean {
  const settled = new AbortController()
  let isLate = false
  const settle = (): void => settled.abort()
  remote.once('connect', settle).once('close', settle)
  const giveUp = (): void => {
    isLate = true
    remote.destroy()
  }
  clock.sleep(ms, settled.signal).then(giveUp, () => undefined)
  return () => isLate
}

/** The stock client opens its local socket inside its own `connect` listener: ours stand around it. */
function whenConnected(remote: Socket, connected: (locals: readonly Socket[]) => void): void {
  let created: (() => readonly Socket[]) | undefined
  remote.prependOnceListener('connect', () => {
    created = noteCreatedSockets()
  })
  remote.once('connect', () => connected(created?.() ?? []))
}
