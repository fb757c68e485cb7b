import { createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { visit } from '../../src/exchange/visit.ts'
import { makeCertificate, startTlsEndpoint } from '../helpers/certificates.ts'
import { listenOnFreePort, startFixedEndpoint, startRawEndpoint } from '../helpers/endpoint.ts'

const NEVER = new AbortController().signal

test('a visit tells the certificate, trusted or not', async () => {
  const port = await startTlsEndpoint(makeCertificate('localhost', 3))
  const { certificate, tlsVersion, failure } = await visit(
    new URL(`https://localhost:${port}/`),
    NEVER,
  )
  expect(failure).toBeNull()
  expect(tlsVersion).toBe('TLSv1.3')
  expect(certificate).toEqual({
    subject: 'localhost',
    issuer: 'localhost',
    validTo: expect.any(Date) as Date,
    distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
})

test('a visit to an address asks no name server', async () => {
  const { port, received } = await startFixedEndpoint(204)
  expect(await visit(new URL(`http://127.0.0.1:${port}/`), NEVER)).toEqual({
    addresses: ['127.0.0.1'],
    certificate: null,
    tlsVersion: null,
    failure: null,
  })
  expect(received).toEqual([])
})

test('a visit that is broken off tells how far it came', async () => {
  const controller = new AbortController()
  const reason = new Error('no answer within 4.5 s')
  // It takes the greeting of TLS, and says nothing.
  const { port } = await startRawEndpoint(() => controller.abort(reason))
  expect(await visit(new URL(`https://127.0.0.1:${port}/`), controller.signal)).toEqual({
    addresses: ['127.0.0.1'],
    certificate: null,
    tlsVersion: null,
    failure: { stage: 'tls', code: 'TIMEOUT', detail: 'no answer within 4.5 s' },
  })
  const late = AbortSignal.abort(new Error('over'))
  const named = await visit(new URL('http://nope.invalid/'), late)
  expect(named.failure).toEqual({ stage: 'dns', code: 'TIMEOUT', detail: 'over' })
})

test('a name is told to the server, an address is not', async () => {
  const told: string[] = []
  const server = createServer({
    ...makeCertificate('localhost', 3),
    SNICallback: (name, callback) => {
      told.push(name)
      callback(null)
    },
  })
  const port = await listenOnFreePort(server)
  for (const host of ['127.0.0.1', 'localhost']) {
    expect(await visit(new URL(`https://${host}:${port}/`), NEVER)).toMatchObject({ failure: null })
  }
  expect(told).toEqual(['localhost'])
})
