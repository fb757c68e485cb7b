import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { ask, startApp, until } from '../rig.ts'
import { NAME, untilDown, type FlapRig } from './flap-rig.ts'

/** Hurts the tunnel, and resolves when its relay is whole again. `below` gives a seeded number. */
export type Flap = (rig: FlapRig, below: (limit: number) => number) => Promise<void>

export type FlapName =
  | 'restart'
  | 'restart-unseen'
  | 'away-for-long'
  | 'reset-one'
  | 'reset-all'
  | 'end-all'
  | 'name-taken'
  | 'registration-500'
  | 'registration-hangs'
  | 'half-open'

export const FLAPS: Readonly<Record<FlapName, Flap>> = {
  restart: async (rig) => {
    await rig.stopRelay()
    await untilDown(rig)
    await rig.startRelay()
  },
  'restart-unseen': async (rig) => {
    await rig.stopRelay()
    await rig.startRelay()
  },
  'away-for-long': async (rig, below) => {
    await rig.stopRelay()
    const tries = 2 + below(3)
    await until(() => rig.tunnelEvents.length >= 1 + tries)
    await rig.startRelay()
  },
  'reset-one': async (rig, below) => {
    const sockets = rig.dataSockets()
    await lose([sockets[below(sockets.length)]], (socket) => socket.resetAndDestroy())
  },
  'reset-all': async (rig) => lose(rig.dataSockets(), (socket) => socket.resetAndDestroy()),
  'end-all': async (rig) => lose(rig.dataSockets(), (socket) => socket.end()),
  'name-taken': async (rig, below) => {
    await rig.stopRelay()
    await untilDown(rig)
    await rig.startRelay()
    await holdName(rig, 1 + below(2))
  },
  'registration-500': async (rig, below) => {
    await answerInstead(rig, 1 + below(2), (_request, response) => {
      response.writeHead(500, { connection: 'close' }).end()
    })
  },
  // The second request comes only when the first has been given up.
  'registration-hangs': async (rig) => answerInstead(rig, 2, () => undefined),
  'half-open': async (rig) => {
    for (const socket of rig.dataSockets()) socket.write = () => true
    await untilDown(rig)
  },
}

async function lose(
  sockets: readonly (Socket | undefined)[],
  end: (socket: Socket) => void,
): Promise<void> {
  await Promise.all(
    sockets.map(async (socket) => {
      if (socket === undefined) throw new Error('there was no data socket')
      const closed = once(socket, 'close')
      end(socket)
      await closed
    }),
  )
}

/** A stranger takes the name, where it is faster than the tunnel, until that was refused so often: a third time would end the tunnel. */
async function holdName({ port, relayEvents }: FlapRig, refusals: number): Promise<void> {
  const { body } = await ask({ port, path: `/${NAME}`, headers: ['Connection', 'close'] })
  const { id, port: dataPort } = JSON.parse(body.toString()) as { id: string; port: number }
  const stranger = connect({ port: dataPort, host: '127.0.0.1' })
  await once(stranger, 'connect')
  const refused = (): number => relayEvents.filter(({ type }) => type === 'name-refused').length
  if (id === NAME) await until(() => refused() >= refusals)
  stranger.destroy()
  await until(() => relayEvents.some((event) => event.type === 'client-gone' && event.id === id))
}

/** Something else answers in the relay's place, until it was asked so often. */
async function answerInstead(rig: FlapRig, times: number, answer: RequestListener): Promise<void> {
  await rig.stopRelay()
  await untilDown(rig)
  let asked = 0
  const count: RequestListener = (request, response) => {
    asked += 1
    answer(request, response)
  }
  const other = await startApp(count, {}, rig.port)
  await until(() => asked >= times)
  await other.close()
  await rig.startRelay()
}
