import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../src/context.ts'
import { keepSockets } from '../../src/tunnel/socket-keeper.ts'
import { systemClock } from '../../src/system-clock.ts'
import { createLog, fastClock, listenTcp, until } from './rig.ts'
import { hasDeafPorts, startDeafPort } from './table-t/deaf-port.ts'

const COUNT = 3

/** A keeper of bare sockets, each with a local one, to a port that can change. */
async function openKeeper(clock: Clock = systemClock) {
  const accepted = createLog<Socket>()
  const { port } = await listenTcp(accepted.note)
  const local = await listenTcp((socket) => void socket.resume())
  const opened: Socket[] = []
  const lost: string[] = []
  const to = { port }
  const open = (where: number): Socket => {
    const socket = connect({ port: where, host: '127.0.0.1' })
    opened.push(socket)
    onTestFinished(() => void socket.destroy())
    return socket
  }
  const keeper = keepSockets({
    openOne: () => {
      const remote = open(to.port)
      remote.on('error', () => undefined)
      remote.once('connect', () => open(local.port))
    },
    count: COUNT,
    clock,
    connectTimeoutMs: 5000,
    onLost: (detail) => void lost.push(detail),
  })
  onTestFinished(() => keeper.close())
  const live = (): readonly Socket[] => accepted.all.filter((socket) => !socket.destroyed)
  return { keeper, opened, lost, to, live }
}

test('a keeper that is closed while its sockets connect leaves none of them', async () => {
  const { keeper, opened } = await openKeeper()
  expect(opened.map(({ connecting }) => connecting)).toEqual([true, true, true])
  await keeper.close()
  expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true, true])
})

test('a keeper that is closed leaves no data socket, and no local one', async () => {
  const { keeper, opened, live } = await openKeeper()
  await until(() => opened.length === 2 * COUNT && live().length === COUNT)
  await Promise.all(
    opened.filter(({ connecting }) => connecting).map(async (each) => once(each, 'connect')),
  )
  await keeper.close()
  expect(opened.map(({ destroyed }) => destroyed)).toEqual(opened.map(() => true))
  expect(opened).toHaveLength(2 * COUNT)
})

test.skipIf(!hasDeafPorts)(
  'a data socket whose SYN is dropped is given up after 5 s and opened again, and the tunnel is not lost (T5, SYN drop, one socket)',
  async () => {
    const clock = fastClock(10)
    const { opened, lost, to, live } = await openKeeper(clock)
    await until(() => live().length === COUNT)
    const good = to.port
    to.port = await startDeafPort()
    const before = opened.length
    live()[0]?.resetAndDestroy()
    await until(() => opened.length > before)
    const startMs = clock.monotonicMs()
    to.port = good
    expect(opened.at(-1)).toMatchObject({ connecting: true, remotePort: undefined })
    await until(() => live().length === COUNT)
    // Five seconds of patience, and less than one for the next.
    expect(clock.monotonicMs() - startMs).toBeGreaterThanOrEqual(5000)
    expect(clock.monotonicMs() - startMs).toBeLessThan(60_000)
    expect(lost).toEqual([])
  },
)

/** A port that nobody listens on. */
async function deadPort(): Promise<number> {
  const { port, server } = await listenTcp(() => undefined)
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('a data socket that cannot be connected is tried again as long as others are, and is no reason to cut them', async () => {
  const { opened, lost, to, live } = await openKeeper()
  await until(() => live().length === COUNT)
  const good = to.port
  to.port = await deadPort()
  const others = live().slice(1)
  const before = opened.length
  live()[0]?.resetAndDestroy()
  await until(() => opened.length > before && opened.at(-1)?.destroyed === true)
  to.port = good
  await until(() => live().length === COUNT)
  expect(lost).toEqual([])
  expect(others.map(({ destroyed }) => destroyed)).toEqual([false, false])
})

test('when no data socket is left and none can be connected, the tunnel is lost', async () => {
  const { lost, to, live } = await openKeeper()
  await until(() => live().length === COUNT)
  to.port = await deadPort()
  for (const socket of live()) socket.resetAndDestroy()
  await until(() => lost.length > 0)
  expect(lost[0]).toMatch(/^the data port could not be reached: .*ECONNREFUSED/)
})
