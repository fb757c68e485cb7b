import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import type { Clock } from '../../context.ts'
import { startListening } from '../listening.ts'

/** Between two tries to listen again, where another program has taken the port meanwhile. */
const TRY_AGAIN_MS = 100

/** A listening port that can refuse for a while, and be back under the same number. */
export interface StoppablePort {
  readonly port: number
  /** Ends every connection and refuses new ones until the returned function is called. */
  readonly refuse: () => () => Promise<void>
  /** Resolves when the port and all its connections are closed. */
  readonly close: () => Promise<void>
}

/** Listens with a server; rejects with the system's error when it cannot. */
export async function openPort(
  server: Server,
  { host, port: wanted }: { readonly host: string; readonly port: number },
  clock: Clock,
): Promise<StoppablePort> {
  const sockets = followSockets(server)
  const port = await startListening(server, { host, port: wanted })
  const ending = new AbortController()
  let refusals = 0
  let settled = Promise.resolve()

  const mayListen = (): boolean => refusals === 0 && !ending.signal.aborted
  const listenAgain = async (): Promise<void> => {
    while (mayListen() && !server.listening) {
      const isOpen = await startListening(server, { host, port }).catch(() => null)
      if (isOpen === null) await clock.sleep(TRY_AGAIN_MS, ending.signal).catch(() => undefined)
    }
  }
  const settle = async (): Promise<void> => {
    settled = settled.then(async () => {
      if (!mayListen()) await stopListening(server, sockets)
      return listenAgain()
    })
    return settled
  }

  return {
    port,
    refuse: () => {
      refusals += 1
      void settle()
      return onlyOnce(async () => {
        refusals -= 1
        await settle()
      })
    },
    close: async () => {
      ending.abort()
      await settle()
    },
  }
}

function followSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

async function stopListening(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  for (const socket of sockets) socket.destroy()
  await closed
}

/** Gives the result of the first call to every call. */
export function onlyOnce(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined
  return () => (result ??= run())
}
