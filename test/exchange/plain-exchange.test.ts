import { afterAll, describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/contract/delivery.ts'
import type { Exchange, ExchangeRequest } from '../../src/exchange/exchange.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import { createPoolExchange } from '../../src/exchange/pool-exchange.ts'
import { startEndpoint, startFixedEndpoint } from '../helpers/endpoint.ts'
import { makeRequest } from '../helpers/exchange-request.ts'

const pool = await createPoolExchange({ connections: 4, connectTimeoutMs: 5000 })
afterAll(pool.close)

/** What the adapters promise that make plain requests, and how many sockets they take for three in a row. */
const ADAPTERS: readonly (readonly [name: string, sockets: number, exchange: Exchange])[] = [
  ['got', 3, await loadGotExchange()],
  ['a pool', 1, pool.exchange],
]

describe.each(ADAPTERS)('by %s,', (_, sockets, exchange) => {
  async function post(url: string, more: Partial<ExchangeRequest> = {}): Promise<Outcome> {
    return exchange(makeRequest(url, more))
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

  test(`three in a row take ${sockets} sockets`, async () => {
    const ports = new Set<number | undefined>()
    const { url } = await startEndpoint((response) => {
      ports.add(response.socket?.remotePort)
      response.writeHead(204).end()
    })
    for (let round = 0; round < 3; round += 1) await post(url)
    expect(ports.size).toBe(sockets)
  })

  test.each(['GET', 'POST', 'PUT'] as const)('%s goes out without a body, too', async (method) => {
    const endpoint = await startFixedEndpoint(400)
    const outcome = await post(endpoint.url, { method, headers: [], body: null })
    expect(outcome).toMatchObject({ kind: 'answer', answer: { httpStatus: 400 } })
    expect(endpoint.received).toMatchObject([{ method, body: Buffer.alloc(0) }])
  })
})
