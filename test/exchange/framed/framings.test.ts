import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import type { Framing } from '../../../src/contract/rules/probe.ts'
import type { ExchangeRequest, FramedOutcome } from '../../../src/exchange/exchange.ts'
import { framedExchange } from '../../../src/exchange/framed/framed-exchange.ts'
import { makeCertificate } from '../../helpers/certificates.ts'
import { findClosedPort, startEndpoint } from '../../helpers/endpoint.ts'
import { makeRequest } from '../../helpers/exchange-request.ts'
import { steadyMs } from '../../helpers/steady-clock.ts'
import { startWire, type OnBytes } from '../../helpers/wire.ts'

const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'
/** Thirteen bytes: no half and no third of it is whole, and not all of it is UTF-8. */
const BODY = Buffer.from([...Buffer.from('{"a":1.0,"b'), 0xff, 0x7d])
const TEXT = BODY.toString('latin1')

type OddFraming = Exclude<Framing, 'plain'>

function requestTo(url: string, more: Partial<ExchangeRequest> = {}): ExchangeRequest {
  const headers: ExchangeRequest['headers'] = [
    ['X-Key', 'a'],
    ['x-key', 'b'],
    ['content-type', 'application/json'],
  ]
  return makeRequest(url, { headers, body: BODY, ...more })
}

async function send(
  url: string,
  framing: OddFraming,
  more: Partial<ExchangeRequest> = {},
): Promise<FramedOutcome> {
  return framedExchange([requestTo(url, more)], framing)
}

/** Answers once what has come ends like this, and only once. */
function answerAt(end: string, answer = NO_CONTENT): OnBytes {
  return (socket, text) => {
    if (text.endsWith(end)) socket.end(answer)
  }
}

function head(port: number, version: string, ...framing: readonly string[]): string {
  const own = ['x-key: a', 'x-key: b', 'content-type: application/json', ...framing]
  const lines = [`POST /webhook ${version}`, ...own, `Host: 127.0.0.1:${port}`, 'Connection: close']
  return `${lines.join('\r\n')}\r\n\r\n`
}

const ANSWERED = { kind: 'answer', answer: { httpStatus: 204 } }

test('chunked sends the body in three chunks, byte for byte', async () => {
  const wire = await startWire(answerAt('0\r\n\r\n'))
  expect((await send(wire.url, 'chunked')).outcome).toMatchObject(ANSWERED)
  const [a, b, c] = [TEXT.slice(0, 5), TEXT.slice(5, 10), TEXT.slice(10)]
  expect(wire.connections).toEqual([
    `${head(wire.port, 'HTTP/1.1', 'transfer-encoding: chunked')}5\r\n${a}\r\n5\r\n${b}\r\n3\r\n${c}\r\n0\r\n\r\n`,
  ])
})

test('chunked sends a body of nothing as its end alone', async () => {
  const wire = await startWire(answerAt('0\r\n\r\n'))
  const sent = await send(wire.url, 'chunked', { body: null })
  expect(sent.outcome).toMatchObject(ANSWERED)
  expect(wire.connections[0]).toMatch(/transfer-encoding: chunked[^]*\r\n\r\n0\r\n\r\n$/)
})

test('http-1.0 says so in its request line, and reads an answer that ends with the connection', async () => {
  const answer = 'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{"success":true}'
  const wire = await startWire(answerAt(TEXT, answer))
  const { outcome } = await send(wire.url, 'http-1.0')
  expect(outcome).toMatchObject({ kind: 'answer', answer: { httpStatus: 200 } })
  expect(outcome.kind === 'answer' && Buffer.from(outcome.answer.body).toString()).toBe(
    '{"success":true}',
  )
  expect(wire.connections).toEqual([head(wire.port, 'HTTP/1.0', 'content-length: 13') + TEXT])
})

test.each<OddFraming>(['chunked', 'expect-continue', 'http-1.0', 'kept-alive', 'late-body'])(
  '%s goes over TLS as well',
  async (framing) => {
    const end = framing === 'chunked' ? '0\r\n\r\n' : TEXT
    const wire = await startWire(
      (socket, text) => {
        if (text.endsWith('\r\n\r\n') && text.includes('100-continue')) {
          socket.write('HTTP/1.1 100 Continue\r\n\r\n')
        }
        answerAt(end)(socket, text, 0)
      },
      makeCertificate('127.0.0.1', 3),
    )
    const { outcome } = await send(wire.url, framing, { verifyCertificate: false })
    expect(outcome).toMatchObject(ANSWERED)
    expect(outcome.timings.tlsMs).toBeGreaterThanOrEqual(0)
    expect(wire.connections[0]).toContain(
      framing === 'http-1.0' ? ' HTTP/1.0\r\n' : ' HTTP/1.1\r\n',
    )
  },
)

test('expect-continue sends no body before 100 Continue', async () => {
  let beforeContinue = ''
  const wire = await startWire((socket, text) => {
    if (beforeContinue === '') {
      beforeContinue = text
      socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    }
    answerAt(TEXT)(socket, text, 0)
  })
  const startMs = steadyMs()
  expect((await send(wire.url, 'expect-continue')).outcome).toMatchObject(ANSWERED)
  expect(steadyMs() - startMs).toBeLessThan(900)
  const expected = head(wire.port, 'HTTP/1.1', 'content-length: 13', 'expect: 100-continue')
  expect(beforeContinue).toBe(expected)
  expect(wire.connections).toEqual([expected + TEXT])
})

test('expect-continue sends the body after a second without an answer', async () => {
  const wire = await startWire(answerAt(TEXT))
  const startMs = performance.now()
  expect((await send(wire.url, 'expect-continue')).outcome).toMatchObject(ANSWERED)
  expect(performance.now() - startMs).toBeGreaterThan(950)
  expect(wire.connections[0]?.endsWith(`\r\n\r\n${TEXT}`)).toBe(true)
})

test('expect-continue takes a final answer instead of 100', async () => {
  const answer = 'HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno'
  const wire = await startWire((socket) => void socket.write(answer))
  const { outcome } = await send(wire.url, 'expect-continue')
  expect(outcome).toMatchObject({ kind: 'answer', answer: { httpStatus: 417 } })
})

test('expect-continue sends no body once a final answer has begun', async () => {
  const beginning = 'HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\n'
  const wire = await startWire((socket) => void socket.write(beginning))
  const { outcome } = await send(wire.url, 'expect-continue', { timeoutMs: 200 })
  expect(outcome).toMatchObject({ failure: { code: 'TIMEOUT' } })
  expect(wire.connections).toEqual([
    head(wire.port, 'HTTP/1.1', 'content-length: 13', 'expect: 100-continue'),
  ])
})

test('no framing waits for a connection that never came', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}/`
  const startMs = steadyMs()
  await Promise.all([send(url, 'expect-continue'), send(url, 'late-body')])
  expect(steadyMs() - startMs).toBeLessThan(250)
})

test('late-body sends the second half 300 ms after the first', async () => {
  const arrivals: { text: string; atMs: number }[] = []
  const wire = await startWire((socket, text) => {
    arrivals.push({ text, atMs: performance.now() })
    answerAt(TEXT)(socket, text, 0)
  })
  const { outcome, observed } = await send(wire.url, 'late-body')
  expect(outcome).toMatchObject(ANSWERED)
  expect(observed).toEqual({ isAnsweredEarly: false })
  const whole = head(wire.port, 'HTTP/1.1', 'content-length: 13') + TEXT
  expect(wire.connections).toEqual([whole])
  const rest = arrivals.at(-1)
  const half = arrivals.at(-2)
  expect(half?.text).toBe(whole.slice(0, -7))
  expect((rest?.atMs ?? 0) - (half?.atMs ?? 0)).toBeGreaterThan(250)
})

test('late-body tells of an answer that came before the second half, and still sends that', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}'
  let isAnswered = false
  let toldWhole!: () => void
  const isWhole = new Promise<void>((resolve) => (toldWhole = resolve))
  const wire = await startWire((socket, text) => {
    if (text.endsWith(TEXT)) toldWhole()
    if (!isAnswered) socket.write(answer)
    isAnswered = true
  })
  const { outcome, observed } = await send(wire.url, 'late-body')
  expect(observed).toEqual({ isAnsweredEarly: true })
  expect(outcome).toMatchObject({ kind: 'answer', answer: { httpStatus: 200 } })
  expect(outcome.timings.firstByteMs).toBeNull()
  await isWhole
})

test('late-body keeps the answer of a server that answers early and closes', async () => {
  const wire = await startWire((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"success":')
    setImmediate(() => socket.end('true}'))
  })
  const { outcome, observed } = await send(wire.url, 'late-body')
  expect(observed).toEqual({ isAnsweredEarly: true })
  expect(outcome.kind === 'answer' && Buffer.from(outcome.answer.body).toString()).toBe(
    '{"success":true}',
  )
})

test('kept-alive sends one request after the other over one connection', async () => {
  const answer = 'HTTP/1.1 204 No Content\r\n\r\n'
  const wire = await startWire((socket, text) => {
    if (text.endsWith(TEXT)) socket.write(answer)
  })
  const request = requestTo(wire.url)
  const { outcome, observed } = await framedExchange([request, request, request], 'kept-alive')
  expect(observed).toEqual({ isReused: true })
  expect(outcome).toMatchObject(ANSWERED)
  const one =
    head(wire.port, 'HTTP/1.1', 'content-length: 13').replace('close', 'keep-alive') + TEXT
  expect(wire.connections).toEqual([one + one + one])
})

test.each([
  ['says so', 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'],
  ['just closes', NO_CONTENT],
])('kept-alive opens a new connection where the server %s', async (_, answer) => {
  const wire = await startWire((socket, text) => answerAt(TEXT, answer)(socket, text, 0))
  const request = requestTo(wire.url)
  const { outcome, observed } = await framedExchange([request, request], 'kept-alive')
  expect(observed).toEqual({ isReused: false })
  expect(outcome).toMatchObject(ANSWERED)
  expect(wire.connections).toHaveLength(2)
})

test('kept-alive tells of a server that drops the second request on a connection', async () => {
  const wire = await startWire((socket, text) => {
    if (text.split('POST ').length > 2) socket.destroy()
    else if (text.endsWith(TEXT)) socket.write(NO_CONTENT)
  })
  const request = requestTo(wire.url)
  expect(await framedExchange([request, request], 'kept-alive')).toMatchObject({
    outcome: { kind: 'failure', failure: { code: 'RESET' } },
    observed: { isReused: true },
  })
  expect(wire.connections).toHaveLength(1)
})

test('a row ends with the first request without an answer', async () => {
  const wire = await startWire((socket) => void socket.destroy())
  const request = requestTo(wire.url)
  expect(await framedExchange([request, request], 'kept-alive')).toMatchObject({
    outcome: { kind: 'failure', failure: { code: 'RESET' } },
  })
  expect(wire.connections).toHaveLength(1)
})

test.each<OddFraming>(['chunked', 'expect-continue', 'http-1.0', 'kept-alive', 'late-body'])(
  '%s is understood by a server of Node.js',
  async (framing) => {
    const endpoint = await startEndpoint((response) => {
      response.writeHead(200, { 'X-Two': ['a', 'b'], 'content-type': 'text/x' }).end('hello')
    })
    const { outcome } = await send(endpoint.url, framing)
    expect(outcome).toMatchObject({ kind: 'answer', answer: { httpStatus: 200, isBodyCut: false } })
    if (outcome.kind !== 'answer') return
    expect(outcome.answer.headers.filter(([name]) => name === 'X-Two')).toEqual([
      ['X-Two', 'a'],
      ['X-Two', 'b'],
    ])
    expect(Buffer.from(outcome.answer.body).toString()).toBe('hello')
    expect(endpoint.received[0]?.body).toEqual(BODY)
    expect(endpoint.received).toHaveLength(1)
  },
)

test('a certificate that is not trusted is a failure, unless it is not looked at', async () => {
  const wire = await startWire(answerAt(TEXT), makeCertificate('127.0.0.1', 3))
  expect(await send(wire.url, 'kept-alive')).toMatchObject({
    outcome: {
      kind: 'failure',
      failure: {
        code: 'TLS',
        detail: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') as string,
      },
    },
  })
  expect(wire.connections.join('')).toBe('')
})

test('an exchange that runs out of time tells how long it took', async () => {
  const wire = await startWire(() => {})
  const { outcome } = await send(wire.url, 'late-body', { timeoutMs: 60 })
  expect(outcome).toMatchObject({
    failure: { code: 'TIMEOUT', detail: 'ETIMEDOUT: no complete answer in 60 ms' },
    timings: { dnsMs: null, tlsMs: null, firstByteMs: null, bodyMs: null },
  })
  expect(outcome.timings.totalMs).toBeGreaterThanOrEqual(60)
  expect(outcome.timings.totalMs).toBeLessThan(5000)
})

test('an interruption between two requests sends no more', async () => {
  const controller = new AbortController()
  const wire = await startWire((socket, text) => {
    if (text.endsWith(TEXT)) socket.write(NO_CONTENT, () => controller.abort(new Error('stop')))
  })
  const request = requestTo(wire.url, { signal: controller.signal })
  await expect(framedExchange([request, request], 'kept-alive')).rejects.toThrow('stop')
  expect(wire.connections[0]?.split('POST ')).toHaveLength(2)
})

test('no connection is left open', async () => {
  const closed: Promise<unknown>[] = []
  const seen = new Set<Socket>()
  const wire = await startWire((socket, text) => {
    if (!seen.has(socket)) closed.push(once(socket, 'close'))
    seen.add(socket)
    if (text.endsWith(TEXT)) socket.write(NO_CONTENT)
  })
  const request = requestTo(wire.url)
  await framedExchange([request, request], 'kept-alive')
  await framedExchange([request], 'late-body')
  await Promise.all(closed)
  expect(closed).toHaveLength(2)
})
