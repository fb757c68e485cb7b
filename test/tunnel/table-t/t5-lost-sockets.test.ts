import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { systemClock } from '../../../src/system-clock.ts'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { noteAcceptedSockets } from '../flaps/accepted-sockets.ts'
import { askPublic, echo, keep, openRelay, startApp, tunnelRig, until } from '../rig.ts'
import { steadyMs } from '../../helpers/steady-clock.ts'

/** Hardening T5: each lost data socket is replaced within 1 s, in real time, and the tunnel is never down. */

const MOST_MS = 1000

async function openTunnel() {
  const accepted = noteAcceptedSockets()
  const { relay, log: relayLog } = await openRelay({ clock: systemClock, seed: 5 })
  const app = await startApp(echo)
  const { options, log } = tunnelRig({
    localPort: app.port,
    relayUrl: relay.url,
    clock: systemClock,
  })
  const { publicUrl } = await keep(openLocaltunnel(options))
  await until(() => relay.clients()[0]?.sockets === 10)
  const [registered] = relayLog.all
  const port = registered?.type === 'registered' ? registered.port : 0
  return { relay, log, publicUrl, dataSockets: () => accepted.at(port) }
}

const ENDS: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['RST', (socket) => void socket.resetAndDestroy()],
  ['FIN', (socket) => void socket.end()],
]
const INPUTS = ENDS.flatMap(([input, end]) => [
  [`${input}, one socket`, end, 1] as const,
  [`${input}, all sockets`, end, 10] as const,
])

test.each(INPUTS)(
  'each data socket that the relay ends is replaced within 1 s (T5, %s)',
  async (_input, end, count) => {
    const { relay, log, publicUrl, dataSockets } = await openTunnel()
    const before = dataSockets()
    const lost = before.slice(0, count)
    expect(lost).toHaveLength(count)
    const closed = lost.map(async (socket) => once(socket, 'close'))
    const startedMs = steadyMs()
    lost.forEach(end)
    await Promise.all(closed)
    await until(() => dataSockets().length === 10 && relay.clients()[0]?.sockets === 10)
    expect(steadyMs() - startedMs).toBeLessThanOrEqual(MOST_MS)
    expect(dataSockets().filter((socket) => !before.includes(socket))).toHaveLength(count)
    expect((await askPublic(publicUrl)).status).toBe(200)
    expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
  },
)

test('one half-open data socket costs the request that meets it, and nothing else (T5, half-open, one socket)', async () => {
  const { relay, log, publicUrl, dataSockets } = await openTunnel()
  const all = dataSockets()
  await relay.faults.set('half-open', { which: 'one' })
  const answers: number[] = []
  const asked = all.map(async () => answers.push((await askPublic(publicUrl)).status))
  void Promise.allSettled(asked)
  await until(() => answers.length === 9)
  for (let index = 0; index < 20; index += 1) answers.push((await askPublic(publicUrl)).status)
  expect(answers).toEqual(Array.from({ length: 29 }, () => 200))
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})
