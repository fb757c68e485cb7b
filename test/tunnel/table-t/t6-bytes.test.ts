import { expect, onTestFinished, test } from 'vitest'
import type { ReceivedRequest } from '../../../src/contract/received.ts'
import { startReceiver } from '../../../src/receiver/receiver.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import type { RelayFault } from '../../../src/tunnel/relay/relay.ts'
import { askPublic, createLog, fastClock, keep, openRelay, tunnelRig, until } from '../rig.ts'

/** Hardening T6: a body arrives byte for byte, or the receiver counts its request as aborted. */

const JSON_TYPE = ['Content-Type', 'application/json', 'Connection', 'close']
const PATH = '/probe'

async function startLoggingReceiver() {
  const received = createLog<ReceivedRequest>()
  const receiver = await startReceiver({
    port: 0,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    probe: { path: PATH, nonce: 'ours' },
    clock: systemClock,
    signal: new AbortController().signal,
    onRequest: received.note,
    onError: (error) => {
      throw error
    },
  })
  onTestFinished(async () => receiver.close())
  return { port: receiver.port, received }
}

/** A tunnel to a real receiver; the faults come when it is up. */
async function openTunnel(faults: readonly RelayFault[]) {
  const { relay } = await openRelay({ clock: fastClock(10), seed: 11 })
  const { port: localPort, received } = await startLoggingReceiver()
  const probe = async (publicUrl: string) => {
    const answer = await askPublic(publicUrl, { path: PATH, headers: ['Connection', 'close'] })
    return { ok: answer.body.toString() === 'ours', detail: 'not ours' }
  }
  const over = { localPort, relayUrl: relay.url, probe, clock: systemClock }
  const { publicUrl } = await keep(openLocaltunnel(tunnelRig(over).options))
  for (const { name, values } of faults) await relay.faults.set(name, values)
  const post = async (body: Buffer): Promise<number> => {
    const answer = await askPublic(publicUrl, { method: 'POST', headers: JSON_TYPE, body })
    return answer.status
  }
  return { received, post }
}

/** A notification of about so many bytes, all of them above 127 but for the frame. */
function notification(bytes: number): Buffer {
  const filler = '\u00e4\u20ac\u{1f600}'.repeat(Math.ceil(bytes / 9))
  return Buffer.from(JSON.stringify({ interviewId: 'i1', onboardingStatus: 'EXPIRED', filler }))
}

test.each<readonly [string, RelayFault]>([
  ['latency with jitter', { name: 'latency', values: { delay: 2000, jitter: 1000 } }],
  ['1 KB/s', { name: 'bandwidth', values: { rate: 1000 } }],
  ['1-byte slices', { name: 'slice', values: { size: 1 } }],
  ['slow close', { name: 'slow-close', values: { delay: 3000 } }],
])('a body comes through, byte for byte (T6, %s)', async (_input, fault) => {
  const { received, post } = await openTunnel([fault])
  const body = notification(2000)
  expect(await post(body)).toBe(204)
  expect(await post(body)).toBe(204)
  await until(() => received.all.length === 2)
  expect(received.all.map((one) => holds(one, body))).toEqual([true, true])
})

function holds({ body }: ReceivedRequest, expected: Buffer): boolean {
  return body !== null && expected.equals(body)
}

function isAborted({ content }: ReceivedRequest): boolean {
  return content.kind === 'refused' && content.code === 'aborted'
}

test('a body that is cut after some bytes is counted as an aborted request (T6, cut after N bytes)', async () => {
  const { received, post } = await openTunnel([{ name: 'cut-after', values: { bytes: 1000 } }])
  expect(await post(notification(2000))).toBe(502)
  const cut = await received.waitFor(isAborted)
  expect(cut).toMatchObject({ httpStatus: null, body: null })
  const whole = notification(300)
  expect(await post(whole)).toBe(204)
  await until(() => received.all.length === 2)
  expect(received.all.map((one) => holds(one, whole))).toEqual([false, true])
})

test('a body is whole, or its request is counted as aborted where a reset meets it (T6, reset)', async () => {
  const { received, post } = await openTunnel([
    { name: 'slice', values: { size: 200, gap: 5 } },
    { name: 'reset', values: { share: 0.1 } },
  ])
  const body = notification(1000)
  const statuses: number[] = []
  for (let index = 0; index < 12; index += 1) statuses.push(await post(body))
  await received.waitFor(isAborted)
  expect(new Set(statuses)).toEqual(new Set([204, 502]))
  const answered = statuses.filter((status) => status === 204).length
  await until(() => received.all.filter((one) => !isAborted(one)).length >= answered)
  const whole = received.all.filter((one) => !isAborted(one))
  expect(whole.map((one) => holds(one, body))).toEqual(Array.from({ length: answered }, () => true))
})
