import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Outcome } from '../../src/contract/delivery.ts'
import { BODY_LIMIT } from '../../src/exchange/exchange.ts'
import type { Exchange, ExchangeRequest } from '../../src/exchange/exchange.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import {
  findClosedPort,
  startEndpoint,
  startFixedEndpoint,
  startRawEndpoint,
} from '../helpers/endpoint.ts'

const exchange: Exchange = await loadGotExchange()

function post(url: string, more: Partial<ExchangeRequest> = {}): Promise<Outcome> {
  return exchange({
    method: 'POST',
    url: new URL(url),
    headers: [['content-type', 'application/json']],
    body: Buffer.from('{"a":1.0}'),
    timeoutMs: 5000,
    verifyCertificate: true,
    signal: new AbortController().signal,
    ...more,
  })
}

async function failureFrom(
  onRequest: (socket: Socket) => void,
  more: Partial<ExchangeRequest> = {},
) {
  const { url } = await startRawEndpoint(onRequest)
  const outcome = await post(url, more)
  return outcome.kind === 'failure' ? outcome.failure : outcome
}

test('an answer comes back with its raw headers, body and timings', async () => {
  const { url } = await startFixedEndpoint(
    200,
    { 'X-Two': ['a', 'b'], 'content-type': 'text/x' },
    'hello',
  )
  const outcome = await post(url)
  expect(outcome).toMatchObject({ kind: 'answer', answer: { httpStatus: 200, isBodyCut: false } })
  if (outcome.kind !== 'answer') return
  expect(Buffer.from(outcome.answer.body).toString()).toBe('hello')
  expect(outcome.answer.headers.filter(([name]) => name === 'X-Two')).toEqual([
    ['X-Two', 'a'],
    ['X-Two', 'b'],
  ])
  expect(outcome.timings.totalMs).toBeGreaterThanOrEqual(0)
  expect(outcome.timings.tlsMs).toBeNull()
})

test('the body goes out byte for byte, and only the headers that were given', async () => {
  const endpoint = await startFixedEndpoint(204)
  const body = Buffer.from([0, 0xff, 0xfe, 0x0a])
  await post(endpoint.url, {
    body,
    headers: [
      ['X-Key', 'a'],
      ['x-key', 'b'],
      ['accept-encoding', 'identity'],
      ['user-agent', 't'],
    ],
  })
  const [received] = endpoint.received
  expect(received?.body).toEqual(body)
  expect(received?.headers).toMatchObject({
    'x-key': 'a, b',
    'accept-encoding': 'identity',
    'user-agent': 't',
    'content-length': '4',
  })
  expect(Object.keys(received?.headers ?? {}).sort()).toEqual([
    'accept-encoding',
    'connection',
    'content-length',
    'host',
    'user-agent',
    'x-key',
  ])
})

test('every attempt uses a socket of its own', async () => {
  const ports = new Set<number | undefined>()
  const { url } = await startEndpoint((response) => {
    ports.add(response.socket?.remotePort)
    response.writeHead(204).end()
  })
  for (let round = 0; round < 3; round += 1) await post(url)
  expect(ports.size).toBe(3)
})

test('a redirect is not followed', async () => {
  const target = await startFixedEndpoint(204)
  const { url } = await startFixedEndpoint(302, { location: target.url })
  expect(await post(url)).toMatchObject({ kind: 'answer', answer: { httpStatus: 302 } })
  expect(target.received).toHaveLength(0)
})

test('an encoded body is not decoded', async () => {
  const { url } = await startFixedEndpoint(200, { 'content-encoding': 'gzip' }, 'not gzip')
  const outcome = await post(url)
  expect(outcome.kind === 'answer' && Buffer.from(outcome.answer.body).toString()).toBe('not gzip')
})

test('a body is read up to the limit and no further', async () => {
  const { url } = await startEndpoint((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = (): void => {
      while (response.writable && response.write(Buffer.alloc(65_536, ' '))) {
        /* until full */
      }
    }
    response.on('drain', more).on('error', () => {})
    more()
  })
  const outcome = await post(url)
  expect(outcome).toMatchObject({ kind: 'answer', answer: { isBodyCut: true } })
  expect(outcome.kind === 'answer' && outcome.answer.body.length).toBe(BODY_LIMIT)
})

test.each([
  [
    'PROTOCOL',
    'a truncated body',
    (s: Socket) =>
      s.end(
        'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"success":tr',
      ),
  ],
  [
    'PROTOCOL',
    'a body cut by a reset',
    (s: Socket) =>
      s.write('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{', () => s.resetAndDestroy()),
  ],
  [
    'PROTOCOL',
    'a bad chunk',
    (s: Socket) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello'),
  ],
  ['PROTOCOL', 'garbage', (s: Socket) => s.end('SSH-2.0-OpenSSH\r\n\r\n')],
  [
    'PROTOCOL',
    'both framings',
    (s: Socket) =>
      s.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
  ],
  [
    'PROTOCOL',
    'a header of 20 KB',
    (s: Socket) => s.end(`HTTP/1.1 204 N\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`),
  ],
  ['RESET', 'a reset', (s: Socket) => s.resetAndDestroy()],
  ['RESET', 'a close before the answer', (s: Socket) => s.end()],
])('%s is the code for %s', async (code, _, onRequest) => {
  expect(await failureFrom(onRequest)).toMatchObject({ code })
})

test('TIMEOUT is the code for an answer that never comes, never ends, or drips', async () => {
  const hang = await failureFrom(() => {}, { timeoutMs: 60 })
  const endless = await failureFrom(
    (s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1'),
    { timeoutMs: 60 },
  )
  expect([hang, endless]).toMatchObject([{ code: 'TIMEOUT' }, { code: 'TIMEOUT' }])
})

test('CONNECTION_REFUSED is the code where nobody listens', async () => {
  const port = await findClosedPort()
  for (const host of ['127.0.0.1', 'localhost', 'some.name.localhost']) {
    expect(await post(`http://${host}:${port}/`)).toMatchObject({
      kind: 'failure',
      failure: { code: 'CONNECTION_REFUSED' },
    })
  }
})

test('DNS is the code for a name that does not exist', async () => {
  expect(await post('http://no-such-host.invalid/')).toMatchObject({ failure: { code: 'DNS' } })
})

test('TLS is the code for a plain server behind an https URL', async () => {
  const { port } = await startRawEndpoint((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n'))
  expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({ failure: { code: 'TLS' } })
})

test('a name under localhost reaches this machine without a resolver', async () => {
  const endpoint = await startFixedEndpoint(204)
  expect(await post(`http://quick-otter.localhost:${endpoint.port}/x`)).toMatchObject({
    kind: 'answer',
  })
  expect(endpoint.received[0]?.headers['host']).toBe(`quick-otter.localhost:${endpoint.port}`)
})

test('an aborted signal rejects with its reason, before and during the exchange', async () => {
  const controller = new AbortController()
  const { url } = await startRawEndpoint(() => controller.abort(new Error('stop')))
  await expect(post(url, { signal: controller.signal })).rejects.toThrow('stop')
  await expect(post(url, { signal: controller.signal })).rejects.toThrow('stop')
})

test.each(['GET', 'POST', 'PUT'] as const)('%s goes out without a body, too', async (method) => {
  const endpoint = await startFixedEndpoint(400)
  const outcome = await post(endpoint.url, { method, headers: [], body: null })
  expect(outcome).toMatchObject({ kind: 'answer', answer: { httpStatus: 400 } })
  expect(endpoint.received).toMatchObject([{ method, body: Buffer.alloc(0) }])
})
