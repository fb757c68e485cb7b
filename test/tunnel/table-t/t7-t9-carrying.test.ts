import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import {
  askPublic,
  exchangeRaw,
  keep,
  openRelay,
  readBytes,
  startApp,
  tunnelRig,
  fastClock,
} from '../rig.ts'
import { steadyMs } from '../../helpers/steady-clock.ts'

/** Hardening T7 and T9 through our supervised tunnel. */

const BINARY = Buffer.from(Array.from({ length: 1024 }, (_, index) => (index * 7 + 128) % 256))

test('a binary body in the same packet as the headers arrives byte for byte, and so does its answer (T7)', async () => {
  const { relay } = await openRelay()
  const received: Buffer[] = []
  const app = await startApp((request, response) => {
    if (request.method === 'GET') return void response.end()
    void readBytes(request).then((body) => {
      received.push(body)
      return response.end(body)
    })
  })
  const { options } = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  const { host } = new URL((await keep(openLocaltunnel(options))).publicUrl)
  const head = ['POST / HTTP/1.1', `Host: ${host}`, `Content-Length: ${BINARY.length}`]
  const packet = Buffer.concat([
    Buffer.from([...head, 'Connection: close', '', ''].join('\r\n')),
    BINARY,
  ])
  const answer = await exchangeRaw(relay.port, packet)
  expect(received).toEqual([BINARY])
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer.endsWith(BINARY.toString('latin1'))).toBe(true)
})

test('callers get 502 within 1 s while the receiver is down, each of twenty at once (T9)', async () => {
  const { relay } = await openRelay()
  const app = await startApp((_request, response) => void response.end())
  const { options } = tunnelRig({ localPort: app.port, relayUrl: relay.url, clock: fastClock(1) })
  const { publicUrl } = await keep(openLocaltunnel(options))
  await app.close()
  const startedMs = steadyMs()
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => askPublic(publicUrl, { method: 'POST', body: '{}' })),
  )
  expect(steadyMs() - startedMs).toBeLessThan(1000)
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 502))
})
