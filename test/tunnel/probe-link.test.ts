import type { ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { openGate } from '../../src/tunnel/gate.ts'
import { probeLink } from '../../src/tunnel/probe-link.ts'
import { DEFAULT_TIMINGS } from '../../src/tunnel/timings.ts'
import { systemClock } from '../../src/system-clock.ts'
import { ask, startApp, tunnelRig, until } from './rig.ts'

/** A link of one connection whose relay carries the probe in, and loses its answer. */
async function openSingle() {
  const held: ServerResponse[] = []
  const app = await startApp(({ url }, response) => {
    if (url === '/slow') held.push(response)
    else response.end()
  })
  const gate = await openGate(app.port)
  onTestFinished(() => gate.close())
  const { options } = tunnelRig({ localPort: app.port, relayUrl: 'http://127.0.0.1:1' })
  const probe = async (): Promise<{ ok: boolean; detail: string }> => {
    if (held.length === 0) await ask({ port: gate.port })
    return { ok: false, detail: 'lost' }
  }
  const setting = { ...options, clock: systemClock, timings: DEFAULT_TIMINGS, gate, probe }
  const link = { publicUrl: 'http://a', sockets: 1, lost: options.signal, close: async () => {} }
  const probeOnce = async () => probeLink({ ...setting, way: null as never }, link, options.signal)
  return { gate, held, probeOnce }
}

test('the probe itself does not make a link of one connection a saturated one', async () => {
  const { probeOnce } = await openSingle()
  expect(await probeOnce()).toEqual({ result: 'failed', detail: 'lost' })
})

test('a link whose one connection a stranger holds is saturated', async () => {
  const { gate, held, probeOnce } = await openSingle()
  const asked = ask({ port: gate.port, path: '/slow' })
  await until(() => held.length === 1)
  expect(await probeOnce()).toMatchObject({ result: 'saturated' })
  held[0]?.end()
  await asked
})
