import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { createPoolExchange } from '../../../src/exchange/pool-exchange.ts'
import { endToEnd } from '../../../src/contract/end-to-end.ts'
import { forwardHeaders } from '../../../src/receiver/forward/forward-headers.ts'
import { createForwarder, type ForwarderOptions } from '../../../src/receiver/forward/forwarder.ts'
import {
  findClosedPort,
  startEndpoint,
  startFixedEndpoint,
  startRawEndpoint,
} from '../../helpers/endpoint.ts'

const transport = await createPoolExchange({ connections: 256, connectTimeoutMs: 2000 })
afterAll(transport.close)

function forwarderTo(url: string, more: Partial<ForwarderOptions> = {}) {
  return createForwarder({
    target: new URL(url),
    headers: [],
    timeoutMs: 2000,
    verifyCertificate: true,
    transport,
    ...more,
  })
}

function request(seq: number, interviewId: string, body: string | Buffer = `${interviewId}${seq}`) {
  return {
    seq,
    interviewId,
    rawHeaders: [
      ['Content-Type', 'application/json'],
      ['Host', 'public'],
    ] as [string, string][],
    body: Buffer.from(body),
  }
}

test('the bytes and headers go on as they came', async () => {
  const app = await startFixedEndpoint(
    200,
    { 'content-type': 'application/json' },
    '{"success":true}',
  )
  const body = Buffer.from('{"n":12345678901234567890,"a":1.0}')
  const { verdict, seq } = await forwarderTo(app.url, { headers: [['X-Own', '1']] }).forward(
    request(7, 'a', body),
  )
  expect({ seq, verdict: verdict.verdict }).toEqual({ seq: 7, verdict: 'acknowledged' })
  expect(app.received[0]?.body).toEqual(body)
  expect(app.received[0]?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-own': '1',
    host: `127.0.0.1:${app.port}`,
  })
})

test.each<{ came: [string, string][]; own: [string, string][]; sent: [string, string][] }>([
  {
    came: [
      ['A', '1'],
      ['Host', 'x'],
      ['Connection', 'keep-alive, X-Hop'],
      ['x-hop', '2'],
      ['Transfer-Encoding', 'chunked'],
      ['a', '3'],
    ],
    own: [],
    sent: [
      ['A', '1'],
      ['a', '3'],
    ],
  },
  { came: [['X-Own', 'theirs']], own: [['x-own', 'mine']], sent: [['x-own', 'mine']] },
])('of the headers $came these go on: $sent', ({ came, own, sent }) => {
  expect(forwardHeaders(came, own)).toEqual(sent)
})

test('the framing of an answer is not passed back', () => {
  expect(
    endToEnd([
      ['Content-Length', '2'],
      ['X-A', '1'],
    ]),
  ).toEqual([['X-A', '1']])
})

test('an app that is down, too slow, or answers amiss is a rejected result', async () => {
  const hanging = await startRawEndpoint(() => {})
  const moved = await startFixedEndpoint(302, { location: 'http://127.0.0.1:1/' })
  const results = await Promise.all([
    forwarderTo(`http://127.0.0.1:${await findClosedPort()}/`).forward(request(1, 'a')),
    forwarderTo(hanging.url, { timeoutMs: 80 }).forward(request(1, 'a')),
    forwarderTo(moved.url).forward(request(1, 'a')),
  ])
  expect(results.map(({ verdict }) => verdict.reason)).toEqual([
    'CONNECTION_REFUSED',
    'TIMEOUT',
    'REDIRECT',
  ])
})

test('one session keeps its order, and sessions do not wait for each other', async () => {
  const waiting: (() => void)[] = []
  let arrived = (): void => {}
  const app = await startEndpoint((response, { body }) => {
    const answer = (): void => void response.writeHead(204).end()
    if (body.toString() === 'a1') waiting.push(answer)
    else answer()
    arrived()
  })
  const forwarder = forwarderTo(app.url)
  const order: number[] = []
  const note = (seq: number, id: string) =>
    forwarder.forward(request(seq, id)).then(() => order.push(seq))
  const all = [note(1, 'a'), note(2, 'a'), note(3, 'b')]
  await all[2]
  expect(app.received.map(({ body }) => body.toString()).sort()).toEqual(['a1', 'b3'])
  expect(forwarder.pending()).toBe(2)
  while (waiting.length === 0) await new Promise<void>((resolve) => (arrived = resolve))
  waiting[0]?.()
  await Promise.all(all)
  expect(order).toEqual([3, 1, 2])
  expect(forwarder.pending()).toBe(0)
})

test('what is too much to wait is not sent, and told at once', async () => {
  const app = await startRawEndpoint(() => {})
  const bounds = { notifications: 2, bodyBytes: 5, underWay: 1 }
  const own = await createPoolExchange({ connections: 1, connectTimeoutMs: 2000 })
  const forwarder = forwarderTo(app.url, { bounds, transport: own })
  const first = forwarder.forward(request(1, 'a', '1234'))
  const tooMuch = await forwarder.forward(request(2, 'b', '56'))
  const second = forwarder.forward(request(3, 'b', '5'))
  const tooMany = await forwarder.forward(request(4, 'c', ''))
  expect([tooMuch, tooMany].map(({ verdict }) => verdict.reason)).toEqual([
    'QUEUE_FULL',
    'QUEUE_FULL',
  ])
  await forwarder.close()
  const ended = await Promise.all([first, second])
  expect(ended.map(({ verdict }) => verdict.reason)).toEqual(['INTERRUPTED', 'INTERRUPTED'])
  expect(forwarder.pending()).toBe(0)
})

test('so many run at once and no more, and each makes room for the next', async () => {
  let [running, most] = [0, 0]
  const app = await startEndpoint((response) => {
    running += 1
    most = Math.max(most, running)
    setImmediate(() => {
      running -= 1
      response.writeHead(204).end()
    })
  })
  const bounds = { notifications: 100, bodyBytes: 1000, underWay: 3 }
  const forwarder = forwarderTo(app.url, { bounds })
  const ids = Array.from({ length: 12 }, (_, index) => String(index))
  const results = await Promise.all(ids.map(async (id) => forwarder.forward(request(1, id, ''))))
  expect(results.every(({ verdict }) => verdict.verdict === 'acknowledged')).toBe(true)
  expect(most).toBeLessThanOrEqual(3)
})

test('a notification reaches an app that has just closed the kept connection', async () => {
  const connections = new Set<Socket | null>()
  const app = await startEndpoint((response) => {
    connections.add(response.socket)
    response.writeHead(204).end()
  })
  const forwarder = forwarderTo(app.url)
  await forwarder.forward(request(1, 'a'))
  for (const connection of connections) connection?.destroy()
  const { verdict } = await forwarder.forward(request(2, 'a'))
  expect(verdict.verdict).toBe('acknowledged')
  expect(app.received.map(({ body }) => body.toString())).toEqual(['a1', 'a2'])
})

test('an ended forwarder leaves no connection open', async () => {
  let connection: Socket | null = null
  const app = await startEndpoint((response) => {
    connection = response.socket
    response.writeHead(204).end()
  })
  const own = await createPoolExchange({ connections: 1, connectTimeoutMs: 2000 })
  const forwarder = forwarderTo(app.url, { transport: own })
  await forwarder.forward(request(1, 'a'))
  const closed = once(connection as unknown as Socket, 'close')
  await forwarder.close()
  await closed
})
