import { expect, test } from 'vitest'
import { systemClock } from '../../src/system-clock.ts'
import { openSimulatedTunnel } from '../../src/tunnel/simulated.ts'
import { askPublic, echo, keep, startApp, tunnelRig } from '../tunnel/rig.ts'

const IDLE_MS = 180_000

test('a tunnel that was idle for three minutes answers its next ten POSTs', async () => {
  const receiver = await startApp(echo, {
    headersTimeout: 5000,
    requestTimeout: 10_000,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: 75_000,
  })
  const rig = tunnelRig({ localPort: receiver.port, relayUrl: 'none', clock: systemClock })
  const tunnel = await keep(openSimulatedTunnel(rig.options, { probeEveryMs: IDLE_MS * 2 }))
  let connections = 0
  receiver.server.on('connection', () => {
    connections += 1
  })
  await systemClock.sleep(IDLE_MS)
  expect(connections).toBe(0)
  for (let index = 0; index < 10; index += 1) {
    const body = `{"n":${index}}`
    const answer = await askPublic(tunnel.publicUrl, { method: 'POST', body })
    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toBe(body)
  }
  expect(rig.log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})
