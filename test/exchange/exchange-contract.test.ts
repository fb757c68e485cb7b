import type { Socket } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/contract/delivery.ts'
import type { Framing } from '../../src/contract/rules/probe.ts'
import { BODY_LIMIT, type Exchange, type ExchangeRequest } from '../../src/exchange/exchange.ts'
import { exchangeTogether } from '../../src/exchange/framed/exchange-together.ts'
import { framedExchange } from '../../src/exchange/framed/framed-exchange.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import { createPoolExchange } from '../../src/exchange/pool-exchange.ts'
import {
  findClosedPort,
  startEndpoint,
  startFixedEndpoint,
  startRawEndpoint,
} from '../helpers/endpoint.ts'
import { makeRequest } from '../helpers/exchange-request.ts'

const pool = await createPoolExchange({ connections: 4, connectTimeoutMs: 5000 })
afterAll(pool.close)

/** What every adapter promises, whatever it makes of the request on the wire. */
const ADAPTERS: readonly (readonly [name: string, exchange: Exchange])[] = [
  ['got', await loadGotExchange()],
  ['a pool', pool.exchange],
  framed('chunked'),
  framed('expect-continue'),
  framed('http-1.0'),
  framed('kept-alive'),
  framed('late-body'),
  ['together', async (request) => (await exchangeTogether([request]))[0] as Outcome],
]

function framed(framing: Exclude<Framing, 'plain'>): readonly [string, Exchange] {
  return [framing, async (request) => (await framedExchange([request], framing)).outcome]
}

describe.each(ADAPTERS)('by %s,', (_, exchange) => {
  async function post(url: string, more: Partial<ExchangeRequest> = {}): Promise<Outcome> {
    return exchange(makeRequest(url, more))
  }

  async function failureFrom(
    onRequest: (socket: Socket) => void,
    more: Partial<ExchangeRequest> = {},
  ) {
    const { url } = await startRawEndpoint(onRequest)
    const outcome = await post(url, more)
    return outcome.kind === 'failure' ? outcome.failure : outcome
  }

  test('a redirect is not followed', async () => {
    const target = await startFixedEndpoint(204)
    const { url } = await startFixedEndpoint(302, { location: target.url })
    expect(await post(url)).toMatchObject({ kind: 'answer', answer: { httpStatus: 302 } })
    expect(target.received).toHaveLength(0)
  })

  test('an encoded body is not decoded', async () => {
    const { url } = await startFixedEndpoint(200, { 'content-encoding': 'gzip' }, 'not gzip')
    const outcome = await post(url)
    expect(outcome.kind === 'answer' && Buffer.from(outcome.answer.body).toString()).toBe(
      'not gzip',
    )
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
        s.end(
          'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        ),
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

  test('an endless row of interim answers is broken off', async () => {
    const failure = await failureFrom((socket) => {
      for (let n = 0; n < 50; n += 1) socket.write('HTTP/1.1 102 Processing\r\n\r\n')
    })
    expect(failure).toEqual({ code: 'PROTOCOL', detail: 'too many interim answers (1xx)' })
  })

  test('an answer that switches protocols is none', async () => {
    const failure = await failureFrom((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    )
    expect(failure).toMatchObject({ code: 'PROTOCOL' })
  })
})
