import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_LIMITS, type ReceiverLimits } from '../../src/receiver/limits.ts'
import { startReceiver } from '../../src/receiver/receiver.ts'
import { systemClock } from '../../src/system-clock.ts'
import { openLocaltunnel } from '../../src/tunnel/localtunnel.ts'
import { askPublic, fastClock, keep, openRelay, tunnelRig, until } from './rig.ts'

/** Ten slow public requests must not starve the tunnel (hardening T8): the receiver's limits hold through it. */

const GOOD = '{"interviewId":"i1","onboardingStatus":"EXPIRED"}'
const JSON_TYPE = ['Content-Type', 'application/json', 'Connection', 'close']

async function startLimited(limits: ReceiverLimits): Promise<number> {
  const ending = new AbortController()
  const receiver = await startReceiver({
    port: 0,
    limits,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    probe: { path: '/probe', nonce: 'ours' },
    clock: systemClock,
    signal: ending.signal,
    onRequest: () => undefined,
    onError: (error) => {
      throw error
    },
  })
  onTestFinished(async () => receiver.close())
  return receiver.port
}

/** Sends the head and the first bytes of a body, and then nothing more. */
function sendSlowly(relayPort: number, host: string): Socket {
  const socket = connect({ port: relayPort, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  const head = ['POST /hook HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json']
  socket.write([...head, 'Content-Length: 100', '', '{"inter'].join('\r\n'))
  return socket
}

async function openWith(limits: ReceiverLimits, clock = systemClock) {
  const { relay } = await openRelay()
  const probe = async (publicUrl: string) => {
    const { body } = await askPublic(publicUrl, {
      path: '/probe',
      headers: ['Connection', 'close'],
    })
    return { ok: body.toString() === 'ours', detail: 'not ours' }
  }
  const localPort = await startLimited(limits)
  const { options, log } = tunnelRig({ localPort, relayUrl: relay.url, probe, clock })
  const { publicUrl } = await keep(openLocaltunnel(options, { stalledMs: 200, probeAgainMs: 400 }))
  await until(() => relay.clients()[0]?.sockets === 10)
  return { relay, log, publicUrl }
}

test('ten slow strangers hold a tunnel no longer than the limits let them, and it says saturated (T8, short)', async () => {
  const limits = {
    ...DEFAULT_LIMITS,
    headersTimeoutMs: 800,
    requestTimeoutMs: 1000,
    checkIntervalMs: 100,
  }
  const { relay, log, publicUrl } = await openWith(limits)
  const slow = Array.from({ length: 10 }, () => sendSlowly(relay.port, new URL(publicUrl).host))
  const saturated = await log.waitFor(({ state }) => state === 'degraded')
  expect(saturated.detail).toBe('tunnel saturated: all 10 connections are busy')
  const good = await askPublic(publicUrl, { method: 'POST', headers: JSON_TYPE, body: GOOD })
  expect(good.status).toBe(204)
  await until(() => slow.every((socket) => socket.bytesRead > 0))
  await log.waitFor(({ detail }) => detail === 'a probe came through the public URL again')
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up', 'degraded', 'up'])
})

test('requests that end make a busy tunnel no saturated one', async () => {
  // A clock that does not take a process which gets no turn for a tunnel that stands still.
  const clock = fastClock(1)
  const { log, publicUrl } = await openWith(DEFAULT_LIMITS, clock)
  const endMs = clock.monotonicMs() + 1000
  const client = async (): Promise<void> => {
    while (clock.monotonicMs() < endMs) {
      const good = await askPublic(publicUrl, { method: 'POST', headers: JSON_TYPE, body: GOOD })
      expect(good.status).toBe(204)
    }
  }
  await Promise.all(Array.from({ length: 20 }, client))
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})
