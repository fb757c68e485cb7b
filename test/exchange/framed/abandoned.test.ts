import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { ExchangeRequest, FramedOutcome } from '../../../src/exchange/exchange.ts'
import { abandoned } from '../../../src/exchange/framed/abandoned.ts'
import { framedExchange } from '../../../src/exchange/framed/framed-exchange.ts'
import { makeCertificate } from '../../helpers/certificates.ts'
import { findClosedPort } from '../../helpers/endpoint.ts'
import { makeRequest } from '../../helpers/exchange-request.ts'
import { startWire } from '../../helpers/wire.ts'

const BODY = Buffer.from('{"a":1.0,"b":2}')
const ON_PURPOSE = 'ECONNRESET: hookstep went away after half of the body, on purpose'

async function abandon(url: string, more: Partial<ExchangeRequest> = {}): Promise<FramedOutcome> {
  const request = makeRequest(url, { body: BODY, verifyCertificate: false, ...more })
  return framedExchange([request], 'abandoned')
}

test.each([
  ['plain http', () => undefined],
  ['TLS', () => makeCertificate('127.0.0.1', 3)],
])('half of the body arrives, and then the connection ends: %s', async (_, certificate) => {
  let gone!: () => void
  const isGone = new Promise<void>((resolve) => {
    gone = resolve
  })
  const wire = await startWire((socket) => void socket.once('close', gone), certificate())
  const { outcome } = await abandon(wire.url)
  expect(outcome).toMatchObject({ failure: { code: 'RESET', detail: ON_PURPOSE } })
  await isGone
  const [head, body] = wire.connections[0]?.split('\r\n\r\n') ?? []
  expect(head).toContain('content-length: 15')
  expect(body).toBe('{"a":1.')
  expect(wire.connections).toHaveLength(1)
})

test('where nobody listens, that is what comes of it', async () => {
  const outcome = await abandon(`http://127.0.0.1:${await findClosedPort()}/`)
  expect(outcome).toMatchObject({ outcome: { failure: { code: 'CONNECTION_REFUSED' } } })
})

test('a certificate that is not trusted ends it before anything is sent', async () => {
  const wire = await startWire(() => {}, makeCertificate('127.0.0.1', 3))
  const { outcome } = await abandon(wire.url, { verifyCertificate: true })
  expect(outcome).toMatchObject({ failure: { code: 'TLS' } })
  expect(wire.connections.join('')).toBe('')
})

test('an interruption rejects with its reason, and ends the connection', async () => {
  const controller = new AbortController()
  controller.abort(new Error('stop'))
  await expect(abandon('http://127.0.0.1:9/', { signal: controller.signal })).rejects.toThrow(
    'stop',
  )
})

test('an answer that begins before half of the body is out is read to its end', async () => {
  let isAnswered = false
  const sockets: Socket[] = []
  const wire = await startWire((socket) => {
    if (isAnswered) return
    isAnswered = true
    sockets.push(socket)
    // More is sent than fits into what lies between: the client waits until this is read on.
    socket.pause().write('HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\n')
  })
  const body = new Uint8Array(32 * 1024 * 1024)
  const client = request(wire.url, { method: 'POST', headers: abandoned.headers(body) })
  // The test ends before all of the body is read: that breaks the connection, and it is no part of the matter.
  client.on('error', () => {})
  const sending = abandoned.send(client, body)
  const [answer] = (await once(client, 'response')) as [IncomingMessage]
  sockets[0]?.resume()
  await sending
  sockets[0]?.write('long')
  expect(await text(answer)).toBe('long')
})
