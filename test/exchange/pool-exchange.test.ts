import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Outcome } from '../../src/contract/delivery.ts'
import { createPoolExchange } from '../../src/exchange/pool-exchange.ts'
import { makeCertificate, startTlsEndpoint } from '../helpers/certificates.ts'
import { startEndpoint } from '../helpers/endpoint.ts'
import { makeRequest } from '../helpers/exchange-request.ts'
import { startWire } from '../helpers/wire.ts'

const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'

/** What a pool promises beyond the contract of every exchange; it is closed when the test ends. */
async function openPool(connections = 4, connectTimeoutMs = 5000) {
  const pool = await createPoolExchange({ connections, connectTimeoutMs })
  onTestFinished(pool.close)
  return pool
}

/** A promise and what resolves it. */
function event<Value = void>() {
  let happen!: (value: Value) => void
  const happened = new Promise<Value>((resolve) => (happen = resolve))
  return { happen, happened }
}

/** A server that answers every POST 204 on a connection that it keeps, and its ends of the connections. */
async function startKeepingServer() {
  const sockets: Socket[] = []
  const wire = await startWire((socket, text, connection) => {
    sockets[connection] = socket
    if (text.endsWith('}')) socket.write(NO_CONTENT)
  })
  return { wire, sockets, requests: () => wire.connections.join('').split('POST ').length - 1 }
}

function statusOf(outcome: Outcome): number | string {
  return outcome.kind === 'answer' ? outcome.answer.httpStatus : outcome.failure.code
}

test('no more sockets are opened than allowed, and who waits for one is served', async () => {
  const { wire, requests } = await startKeepingServer()
  const { exchange } = await openPool(3)
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, async () => exchange(makeRequest(wire.url))),
  )
  expect(outcomes.map(statusOf)).toEqual(Array(12).fill(204))
  expect([wire.connections.length, requests()]).toEqual([3, 12])
})

test('the wait for a socket is not timed, what comes after it is', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const [first, second] = [event<Socket>(), event<Socket>()]
  const wire = await startWire((socket, text) => {
    if (text.split('POST ').length === 2) first.happen(socket)
    else second.happen(socket)
  })
  const { exchange } = await openPool(1)
  const served = exchange(makeRequest(wire.url, { timeoutMs: 60_000 }))
  const waiting = exchange(makeRequest(wire.url, { timeoutMs: 1000 }))
  const socket = await first.happened
  vi.advanceTimersByTime(30_000)
  socket.write(NO_CONTENT)
  expect(statusOf(await served)).toBe(204)
  await second.happened
  vi.advanceTimersByTime(1000)
  expect(statusOf(await waiting)).toBe('TIMEOUT')
})

test('a body that drips is ended by the time of the whole exchange', async () => {
  const wire = await startWire((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n')
    const drip = setInterval(() => socket.write('x'), 10)
    socket.once('close', () => clearInterval(drip))
  })
  const { exchange } = await openPool()
  const outcome = await exchange(makeRequest(wire.url, { timeoutMs: 150 }))
  expect(outcome).toMatchObject({
    failure: { code: 'TIMEOUT', detail: 'ETIMEDOUT: no complete answer in 150 ms' },
  })
})

test('a socket on which an answer did not come in time is not used again', async () => {
  const wire = await startWire((socket, _, connection) => {
    if (connection > 0) socket.write(NO_CONTENT)
  })
  const { exchange } = await openPool(1)
  const late = await exchange(makeRequest(wire.url, { timeoutMs: 60 }))
  const next = await exchange(makeRequest(wire.url))
  expect([late, next].map(statusOf)).toEqual(['TIMEOUT', 204])
  expect(wire.connections).toHaveLength(2)
})

test('a socket that did not open in time ends nobody but the one that waited for it', async () => {
  const wire = await startWire(() => {})
  const { exchange } = await openPool(1, 100)
  const silent = wire.url.replace('http:', 'https:')
  const late = await exchange(makeRequest(silent, { timeoutMs: 30 }))
  const next = await exchange(makeRequest(silent))
  expect([late, next].map(statusOf)).toEqual(['TIMEOUT', 'TIMEOUT'])
  expect(wire.connections).toHaveLength(2)
})

describe('when the server ends a kept connection,', () => {
  /** In one go, before the client can have heard of it: `destroy` closes it, `resetAndDestroy` resets it. */
  test.each(['destroy', 'resetAndDestroy'] as const)(
    'by %s, requests that were not written yet go out on new ones, once',
    async (end) => {
      const { wire, sockets, requests } = await startKeepingServer()
      const { exchange } = await openPool(3)
      const sendThree = async () =>
        Promise.all([1, 2, 3].map(async () => exchange(makeRequest(wire.url))))
      await sendThree()
      expect(wire.connections).toHaveLength(3)
      for (const socket of sockets) socket[end]()
      expect((await sendThree()).map(statusOf)).toEqual([204, 204, 204])
      expect(requests()).toBe(6)
    },
  )

  test('a request that was written is told as RESET and not sent again', async () => {
    const wire = await startWire((socket, text) => {
      if (text.split('POST ').length === 2) socket.write(NO_CONTENT)
      else socket.destroy()
    })
    const { exchange } = await openPool()
    const outcomes = [await exchange(makeRequest(wire.url)), await exchange(makeRequest(wire.url))]
    expect(outcomes.map(statusOf)).toEqual([204, 'RESET'])
    expect(wire.connections.map((text) => text.split('POST ').length - 1)).toEqual([2])
  })

  test('a server that resets every connection is asked a few times and no more', async () => {
    const wire = await startWire((socket) => socket.resetAndDestroy())
    const { exchange } = await openPool()
    const outcome = await exchange(makeRequest(wire.url.replace('http:', 'https:')))
    expect(statusOf(outcome)).toBe('RESET')
    expect(wire.connections).toHaveLength(4)
  })
})

test('an answer that nobody asked for is not taken for the answer to the next request', async () => {
  const { wire, sockets } = await startKeepingServer()
  const { exchange } = await openPool(1)
  await exchange(makeRequest(wire.url))
  sockets[0]?.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  expect(statusOf(await exchange(makeRequest(wire.url)))).toBe(204)
  expect(wire.connections).toHaveLength(2)
})

test('what is interrupted while it waits for a socket is never sent', async () => {
  const held = event<Socket>()
  const wire = await startWire((socket, text) => {
    if (text.includes('held') && !text.includes('after')) held.happen(socket)
    else socket.write(NO_CONTENT)
  })
  const { exchange } = await openPool(1)
  const send = async (name: string, signal = new AbortController().signal) =>
    exchange(makeRequest(wire.url, { body: Buffer.from(name), signal }))
  const controller = new AbortController()
  const first = send('held')
  const dropped = send('dropped', controller.signal)
  const socket = await held.happened
  controller.abort(new Error('stop'))
  await expect(dropped).rejects.toThrow('stop')
  const last = send('after')
  socket.write(NO_CONTENT)
  expect([await first, await last].map(statusOf)).toEqual([204, 204])
  expect(wire.connections.join('')).not.toContain('dropped')
})

test('one abort interrupts all that are under way, through one listener', async () => {
  let arrived = 0
  const all = event()
  const wire = await startWire(() => {
    arrived += 1
    if (arrived === 20) all.happen()
  })
  const { exchange } = await openPool(20)
  const controller = new AbortController()
  const listen = vi.spyOn(controller.signal, 'addEventListener')
  const { signal } = controller
  const exchanges = Array.from({ length: 20 }, async () =>
    exchange(makeRequest(wire.url, { signal })),
  )
  const ends = Promise.allSettled(exchanges)
  await all.happened
  const reason = new Error('stop')
  controller.abort(reason)
  expect(await ends).toEqual(exchanges.map(() => ({ status: 'rejected', reason })))
  expect(listen).toHaveBeenCalledTimes(1)
})

test('a closed pool has closed its sockets, and what was under way is told as interrupted', async () => {
  const [idle, busy] = [event<Socket>(), event<Socket>()]
  const { url } = await startEndpoint((response, { body }) => {
    const socket = response.socket as Socket
    if (body.toString() === 'busy') return busy.happen(socket)
    response.writeHead(204).end()
    idle.happen(socket)
  })
  const { exchange, close } = await openPool()
  const underWay = exchange(makeRequest(url, { body: Buffer.from('busy') }))
  await busy.happened
  await exchange(makeRequest(url))
  const closed = Promise.all(
    [await idle.happened, await busy.happened].map(async (socket) => once(socket, 'close')),
  )
  await close()
  expect(statusOf(await underWay)).toBe('INTERRUPTED')
  await closed
})

test('a certificate that cannot be verified is accepted for those requests only that say so', async () => {
  const port = await startTlsEndpoint(makeCertificate('localhost', 1))
  const { exchange } = await openPool()
  const outcomes = []
  for (const verifyCertificate of [true, false, true]) {
    outcomes.push(await exchange(makeRequest(`https://127.0.0.1:${port}/`, { verifyCertificate })))
  }
  expect(outcomes.map(statusOf)).toEqual(['TLS', 204, 'TLS'])
})

test.each([
  ['103 Early Hints', 204],
  ['100 Continue', 'PROTOCOL'],
])('an interim %s before the answer gives %s', async (interim, expected) => {
  const wire = await startWire((socket) => socket.write(`HTTP/1.1 ${interim}\r\n\r\n${NO_CONTENT}`))
  const { exchange } = await openPool()
  expect(statusOf(await exchange(makeRequest(wire.url)))).toBe(expected)
})

test('names and values of headers arrive as they were given, in their case and order', async () => {
  const { wire } = await startKeepingServer()
  const { exchange } = await openPool()
  const headers: [string, string][] = [
    ['X-Zwei', 'b'],
    ['x-Eins', 'a'],
    ['X-Zwei', 'c'],
  ]
  await exchange(makeRequest(wire.url, { headers }))
  expect(wire.connections[0]).toContain('\r\nX-Zwei: b\r\nx-Eins: a\r\nX-Zwei: c\r\n')
})
