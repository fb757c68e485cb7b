import { connect, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { expect, test } from 'vitest'
import type { ConnectionFacts } from '../../../src/contract/rules/evidence.ts'
import { createInspect } from '../../../src/exchange/inspect.ts'
import { makeCertificate } from '../../helpers/certificates.ts'
import { findClosedPort, listenOnFreePort } from '../../helpers/endpoint.ts'
import { startWire } from '../../helpers/wire.ts'

const NEVER = new AbortController().signal
const NOW = new Date('2031-05-01T12:00:00Z')
const inspect = createInspect({ now: () => NOW })

const NO_TLS = { certificate: null, tlsVersion: null, takesOldTls: null }

async function startTls(options: TlsOptions, days = 3): Promise<string> {
  const certificate = makeCertificate('localhost', days)
  const server = createTlsServer({ ...certificate, ...options }, (socket) => {
    socket.on('error', () => {})
  })
  return `https://localhost:${await listenOnFreePort(server)}/webhook`
}

async function look(url: string): Promise<ConnectionFacts> {
  return inspect(new URL(url), NEVER)
}

const ALL_CIPHERS = 'DEFAULT@SECLEVEL=0'

test.each<[string, TlsOptions, string, boolean]>([
  ['TLS 1.3', { minVersion: 'TLSv1.3' }, 'TLSv1.3', false],
  ['TLS 1.2', { maxVersion: 'TLSv1.2' }, 'TLSv1.2', false],
  ['TLS 1.0 to 1.3', { minVersion: 'TLSv1', ciphers: ALL_CIPHERS }, 'TLSv1.3', true],
  [
    'TLS 1.1',
    { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: ALL_CIPHERS },
    'TLSv1.1',
    true,
  ],
  ['TLS 1.0', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: ALL_CIPHERS }, 'TLSv1', true],
])('a server of %s', async (_, options, tlsVersion, takesOldTls) => {
  const facts = await look(await startTls(options))
  expect(facts).toMatchObject({ tlsVersion, takesOldTls, failure: null })
  expect(facts.certificate).toMatchObject({
    subject: 'localhost',
    issuer: 'localhost',
    distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
})

test('the days of a certificate are counted from the clock that is given', async () => {
  const url = await startTls({}, 3)
  const fromNow = createInspect({ now: () => new Date() })
  const { certificate } = await fromNow(new URL(url), NEVER)
  expect(certificate?.daysLeft).toBeGreaterThan(2.9)
  expect(certificate?.daysLeft).toBeLessThan(3.1)
  const days = ((certificate?.validTo.getTime() ?? 0) - NOW.getTime()) / 86_400_000
  expect((await look(url)).certificate?.daysLeft).toBeCloseTo(days, 3)
})

test('an expired certificate has fewer than no days left', async () => {
  const url = await startTls({}, -1)
  const { certificate } = await createInspect({ now: () => new Date() })(new URL(url), NEVER)
  expect(Math.round(certificate?.daysLeft ?? 0)).toBe(-1)
})

test('plain http at a TLS port that closes brings no status', async () => {
  const url = await startTls({})
  const port = Number(new URL(url).port)
  expect((await look(url)).plainHttp).toEqual({ port, httpStatus: null, location: null })
})

/** A server that speaks TLS to who greets like that, and plain http to all others. */
async function startBoth(onPlain: (socket: Socket, text: string) => void): Promise<number> {
  const tlsUrl = new URL(await startTls({}))
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (chunk) => {
      if (chunk[0] !== 0x16) return onPlain(socket, chunk.toString('latin1'))
      const inner = connect(Number(tlsUrl.port), '127.0.0.1', () => inner.write(chunk))
      inner.on('error', () => socket.destroy())
      socket.on('close', () => inner.destroy())
      socket.pipe(inner).pipe(socket)
    })
  })
  return listenOnFreePort(server)
}

test('plain http is asked with nothing that could be a secret', async () => {
  const asked: string[] = []
  const port = await startBoth((socket, text) => {
    asked.push(text)
    socket.end(`HTTP/1.1 308 Permanent Redirect\r\nLocation: https://localhost/x\r\n\r\n`)
  })
  const facts = await look(`https://me:secret@localhost:${port}/web%20hook?access_token=secret#s`)
  expect(facts).toMatchObject({ tlsVersion: 'TLSv1.3', failure: null })
  expect(facts.plainHttp).toEqual({ port, httpStatus: 308, location: 'https://localhost/x' })
  expect(asked).toEqual([
    `GET /web%20hook HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
  ])
})

test('a server of plain http behind an https URL', async () => {
  const wire = await startWire((socket) => void socket.end('HTTP/1.1 204 No Content\r\n\r\n'))
  const facts = await look(wire.url.replace('http:', 'https:'))
  expect(facts).toMatchObject({
    ...NO_TLS,
    plainHttp: { port: wire.port, httpStatus: 204, location: null },
  })
  expect(facts.failure).toMatch(/^ERR_SSL_\w+: /)
})

test('a server that closes whatever it hears refuses nothing of old', async () => {
  const wire = await startWire((socket) => void socket.destroy())
  expect(await look(wire.url.replace('http:', 'https:'))).toMatchObject({
    ...NO_TLS,
    failure: expect.stringContaining('ECONNRESET') as string,
    plainHttp: { httpStatus: null },
  })
})

test('nobody listens', async () => {
  const port = await findClosedPort()
  expect(await look(`https://127.0.0.1:${port}/`)).toEqual({
    ...NO_TLS,
    failure: `connect ECONNREFUSED 127.0.0.1:${port}`,
    plainHttp: { port, httpStatus: null, location: null },
  })
})

test('a name without an address is tried no further', async () => {
  const facts = await look('https://nobody.invalid/')
  expect(facts).toMatchObject({ ...NO_TLS, plainHttp: null })
  expect(facts.failure).toMatch(/nobody\.invalid/)
})

test('a server that says nothing is not waited for', async () => {
  const wire = await startWire(() => {})
  const hasty = createInspect({ now: () => NOW }, 200)
  expect(await hasty(new URL(wire.url.replace('http:', 'https:')), NEVER)).toEqual({
    ...NO_TLS,
    failure: 'no answer within 0.2 s',
    plainHttp: { port: wire.port, httpStatus: null, location: null },
  })
})

test('an http URL is not asked anything', async () => {
  const wire = await startWire(() => {})
  expect(await look(wire.url)).toEqual({ ...NO_TLS, failure: null, plainHttp: null })
  expect(wire.connections).toEqual([])
})

test('an interruption ends it, and it does not reject', async () => {
  const controller = new AbortController()
  const wire = await startWire(() => controller.abort(new Error('stop')))
  const url = new URL(wire.url.replace('http:', 'https:'))
  const expected = { ...NO_TLS, failure: 'stop', plainHttp: null }
  expect(await inspect(url, controller.signal)).toEqual(expected)
  expect(await inspect(url, controller.signal)).toEqual(expected)
})
