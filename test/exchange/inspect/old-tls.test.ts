import { createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { OLD_TLS, tryOldTls } from '../../../src/exchange/inspect/old-tls.ts'
import { makeCertificate } from '../../helpers/certificates.ts'
import { findClosedPort, listenOnFreePort, startRawEndpoint } from '../../helpers/endpoint.ts'

const NEVER = new AbortController().signal

test('a server of today refuses with an alert', async () => {
  const server = createServer(makeCertificate('localhost', 3))
  const url = new URL(`https://localhost:${await listenOnFreePort(server)}/`)
  expect(await tryOldTls(url, NEVER)).toBe('refused')
})

/** A ServerHello of TLS 1.2, whatever was offered (RFC 5246, 7.4.1.3). */
const NEWER_HELLO = Buffer.concat([
  Buffer.from('160303002a0200002603 03'.replace(' ', ''), 'hex'),
  Buffer.alloc(32, 7),
  Buffer.from('00c02b00', 'hex'),
])

test.each([
  ['closes', null],
  ['chooses a newer version', NEWER_HELLO],
])('a server that %s refuses too', async (_, hello) => {
  const { port } = await startRawEndpoint((socket) => {
    if (hello === null) socket.destroy()
    else socket.write(hello)
  })
  expect(await tryOldTls(new URL(`https://127.0.0.1:${port}/`), NEVER)).toBe('refused')
})

test('where nobody listens, nothing is known', async () => {
  const port = await findClosedPort()
  expect(await tryOldTls(new URL(`https://127.0.0.1:${port}/`), NEVER)).toBe('unknown')
})

test('where this machine knows no old version, nothing is known', async () => {
  const server = createServer({
    ...makeCertificate('localhost', 3),
    ...OLD_TLS,
  })
  const url = new URL(`https://localhost:${await listenOnFreePort(server)}/`)
  // OpenSSL speaks as if it had none: no cipher of that version is left to offer.
  const offer = { ...OLD_TLS, ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }
  expect(await tryOldTls(url, NEVER, offer)).toBe('unknown')
  expect(await tryOldTls(url, NEVER)).toMatchObject({ tlsVersion: 'TLSv1.1' })
})
