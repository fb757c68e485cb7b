import net from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../src/receiver/limits.ts'
import {
  expectStillGood,
  GOOD,
  JSON_TYPE,
  request,
  startRawReceiver,
  talk,
  type RawReceiver,
} from './raw-receiver.ts'

/** Table R of hardening.md, on raw sockets. */

/** What is sent, the status and the code it is answered with, and what the screen says of it. */
type Row = readonly [string, string, string | Buffer, number, string, string?]

const HEAD = 'POST /hook HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'
/** A request that is good but for these header lines. */
const odd = (lines: string, body = '{}'): string => `${HEAD}${lines}\r\n\r\n${body}`
const chunked = (body: string): string => odd('Transfer-Encoding: chunked', body)
const withLine = (line: string): Buffer => request({ line, headers: [JSON_TYPE] })
const withHost = (host: string): Buffer => request({ host, headers: [JSON_TYPE] })

const LENGTHS = [
  'Content-Length: 2\r\nContent-Length: 2',
  'Content-Length: 2\r\nContent-Length: 3',
  'Content-Length: 2, 2',
  'Content-Length: +2',
  'Content-Length: -1',
  'Content-Length: 0x2',
  'Content-Length: 2_0',
  'Content-Length: ',
  'Content-Length: 1 2',
  `Content-Length: ${'9'.repeat(20)}`,
]

const SMUGGLED =
  'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: x'

/** Answered, and the connection closed by us; nothing is kept of it. */
const CLOSING_ROWS: readonly Row[] = [
  ['R1', 'Content-Length and Transfer-Encoding', odd(SMUGGLED, ''), 400, 'bad_request'],
  [
    'R2',
    'chunked twice',
    odd('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked'),
    400,
    'bad_request',
  ],
  ['R2', 'chunked, identity', odd('Transfer-Encoding: chunked, identity'), 400, 'bad_request'],
  ['R2', 'xchunked', odd('Transfer-Encoding: xchunked'), 400, 'bad_request'],
  [
    'R3',
    'gzip, chunked',
    odd('Transfer-Encoding: gzip, chunked', '2\r\n{}\r\n0\r\n\r\n'),
    501,
    'transfer_coding',
    'Transfer-Encoding: gzip, chunked',
  ],
  [
    'R3',
    'chunked in HTTP/1.0',
    'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    400,
    'bad_framing',
  ],
  ...LENGTHS.map((line): Row => ['R4', JSON.stringify(line), odd(line), 400, 'bad_request']),
  ['R5', 'space before the colon', odd('Content-Length : 2'), 400, 'bad_request'],
  [
    'R5',
    'a first header line that starts with a space',
    'POST / HTTP/1.1\r\n Host: x\r\n\r\n',
    400,
    'bad_request',
  ],
  ['R5', 'a folded Content-Length', odd(' Content-Length: 2'), 400, 'bad_request'],
  ['R5', 'a folded Transfer-Encoding', odd('Transfer-Encoding:\r\n chunked'), 400, 'bad_request'],
  ['R6', 'bare LF', `POST / HTTP/1.1\r\nHost: x\nContent-Length: 2\r\n\r\n{}`, 400, 'bad_request'],
  ['R6', 'bare LF only', `POST / HTTP/1.1\nHost: x\n\n`, 400, 'bad_request'],
  ['R6', 'bare CR in a value', odd('A: b\rc'), 400, 'bad_request'],
  ['R6', 'an end of \\r\\n\\rX', `${HEAD}Content-Length: 2\r\n\rX{}`, 400, 'bad_request'],
  ['R6', 'NUL in a value', odd('A: b\0c'), 400, 'bad_request'],
  ['R7', 'no Host', withHost(''), 400, 'no_host', 'there is no Host header'],
  ['R7', 'two Hosts', withHost('Host: x\r\nHost: x'), 400, 'two_hosts', 'Host was sent 2 times'],
  ['R7', 'two Hosts that differ', withHost('Host: a\r\nHOST: b'), 400, 'two_hosts'],
  ['R7', 'two Hosts in one', withHost('Host: a, b'), 400, 'bad_host', 'Host: a, b'],
  ['R8', 'absolute form', withLine('POST http://evil/n HTTP/1.1'), 400, 'bad_target'],
  ['R8', 'a target without a slash', withLine('POST * HTTP/1.1'), 400, 'bad_target'],
  [
    'R10',
    'the HTTP/2 preface',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    400,
    'bad_request',
    'HTTP/2 on a port that speaks HTTP/1.1',
  ],
  ['R10', 'HTTP/1.2', withLine('POST / HTTP/1.2'), 400, 'bad_request', 'Invalid HTTP version'],
  ['R10', 'HTTP/2.0', withLine('POST / HTTP/2.0'), 505, 'bad_version'],
  ['R10', 'HTTP/0.9', 'POST /\r\n\r\n', 505, 'bad_version'],
  [
    'R10',
    'a TLS ClientHello',
    Buffer.from('16030100f1010000ed0303', 'hex'),
    400,
    'bad_request',
    'TLS on a plain port',
  ],
  ['R10', 'post', withLine('post / HTTP/1.1'), 400, 'bad_request', 'Invalid method'],
  ['R10', 'FOO', withLine('FOO / HTTP/1.1'), 400, 'bad_request'],
  ['R10', 'a raw space in the path', withLine('POST /a b HTTP/1.1'), 400, 'bad_request'],
  ['R10', 'raw UTF-8 in the path', withLine('POST /é HTTP/1.1'), 400, 'bad_request'],
  ['R11', 'chunk size 0x2', chunked('0x2\r\n{}\r\n0\r\n\r\n'), 400, 'bad_request', 'chunk size'],
  ['R11', 'chunk size -1', chunked('-1\r\n{}\r\n0\r\n\r\n'), 400, 'bad_request'],
  ['R11', 'chunks with LF only', chunked('2\n{}\n0\n\n'), 400, 'bad_request'],
  ['R11', 'chunk size 5\\r\\r;', chunked('5\r\r;ABCD\r\n0\r\n\r\n'), 400, 'bad_request'],
  [
    'R12',
    '20 KB of chunk extensions',
    chunked(`2;${'a'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
    413,
    'chunk_extensions_too_large',
  ],
  ['R12', 'a header of 20 KB', odd(`A: ${'a'.repeat(20_000)}`), 431, 'headers_too_large'],
  ['R12', '3,000 headers', odd(`${'a: b\r\n'.repeat(3000)}b: c`), 431, 'too_many_headers'],
  [
    'R12',
    '3,000 headers of 20 KB together',
    odd(`${'abc: abc\r\n'.repeat(3000)}b: c`),
    431,
    'headers_too_large',
  ],
  [
    'R16',
    'an unknown Expect',
    odd('Expect: 200-ok\r\nContent-Length: 2', ''),
    417,
    'unknown_expectation',
    'Expect: 200-ok',
  ],
]

const QUICK = {
  ...DEFAULT_LIMITS,
  headersTimeoutMs: 150,
  requestTimeoutMs: 300,
  checkIntervalMs: 30,
}

/** Sends one byte after another until the connection is closed. */
function trickle(socket: net.Socket, text: string): void {
  let at = 0
  const timer = setInterval(() => socket.write(text.charAt(at++ % text.length)), 10)
  socket.once('close', () => clearInterval(timer))
}

const closingRows = CLOSING_ROWS.map(
  ([id, what, bytes, status, code, detail = '']) =>
    [id, what, bytes, status, code, detail] as const,
)

test.each(closingRows)('%s: %s is refused, and the connection closed', async (...row) => {
  const [, , bytes, status, code, detail] = row
  const started = await startRawReceiver()
  const reply = await talk(started.port, bytes)
  expect(reply).toMatchObject({
    statuses: [status],
    headers: { connection: 'close', 'content-type': 'application/json' },
    body: JSON.stringify({ error: code }),
    error: null,
  })
  expect(reply.closedAfterMs).toBeLessThan(1000)
  const told = await started.next()
  expect(told).toMatchObject({ httpStatus: status, content: { kind: 'refused', code } })
  expect(told.content.kind === 'refused' && told.content.detail).toContain(detail)
  expect(started.receiver.sessions()).toEqual([])
  await expectStillGood(started)
  expect(started.told).toHaveLength(2)
})

test.each([
  ['R3', odd('Transfer-Encoding: gzip, chunked', '2\r\n{}\r\n0\r\n\r\n')],
  ['R7', withHost('Host: a\r\nHost: b\r\nConnection: keep-alive')],
  ['R8', request({ line: 'POST http://evil/n HTTP/1.1', headers: ['Connection: keep-alive'] })],
  ['R12', odd(`${'a: b\r\n'.repeat(1500)}Content-Length: 2`)],
])('%s: a good request hidden behind the refused one is not received', async (_, bytes) => {
  const started = await startRawReceiver()
  const hidden = request({ headers: [JSON_TYPE] })
  const reply = await talk(started.port, Buffer.concat([Buffer.from(bytes), hidden]))
  expect(reply.statuses).toHaveLength(1)
  expect(await started.next()).toMatchObject({ content: { kind: 'refused' } })
  expect(started.receiver.sessions()).toEqual([])
  await expectStillGood(started)
  expect(started.told).toHaveLength(2)
})

test('a refused request whose body trickles in is closed in time as well', async () => {
  const started = await startRawReceiver({ limits: QUICK })
  const start = odd('Host: y\r\nContent-Length: 9999', '{')
  const reply = await talk(started.port, start, (socket) => trickle(socket, 'a'))
  expect(reply.statuses).toEqual([408])
  expect(reply.closedAfterMs).toBeLessThan(1000)
  await started.next()
  await expectStillGood(started)
})

test.each([
  ['GET / HTTP/1.1', []],
  ['PUT / HTTP/1.1', []],
  ['HEAD / HTTP/1.1', []],
  ['TRACE / HTTP/1.1', []],
  ['OPTIONS * HTTP/1.1', []],
  ['GET / HTTP/1.1', ['Connection: Upgrade, close', 'Upgrade: websocket']],
])('R9: %s %j is answered 405 with Allow', async (line, headers) => {
  const started = await startRawReceiver()
  const reply = await talk(started.port, request({ line, headers }, ''))
  expect(reply).toMatchObject({ statuses: [405], headers: { allow: 'POST' } })
  expect(await started.next()).toMatchObject({ content: { code: 'method_not_allowed' } })
  await expectStillGood(started)
})

test('R9: an Upgrade on a good POST is ignored, as Java sends it', async () => {
  const started = await startRawReceiver()
  const headers = [JSON_TYPE, 'Connection: Upgrade, close', 'Upgrade: h2c']
  expect((await talk(started.port, request({ headers }))).statuses).toEqual([204])
  expect(await started.next()).toMatchObject({ httpStatus: 204 })
  await expectStillGood(started)
})

test('R9: CONNECT gets a closed connection, and is told', async () => {
  const started = await startRawReceiver()
  const reply = await talk(started.port, 'CONNECT evil:443 HTTP/1.1\r\nHost: evil:443\r\n\r\n')
  expect(reply.text).toBe('')
  expect(await started.next()).toMatchObject({
    method: 'CONNECT',
    path: 'evil:443',
    httpStatus: null,
    content: { code: 'method_not_allowed' },
  })
  await expectStillGood(started)
})

test.each(['__proto__', 'constructor', 'hasOwnProperty'])(
  'R13: a header named %s is a header',
  async (name) => {
    const started = await startRawReceiver()
    const headers = [JSON_TYPE, `${name}: x`]
    expect((await talk(started.port, request({ headers }))).statuses).toEqual([204])
    expect(await started.next()).toMatchObject({ httpStatus: 204 })
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    await expectStillGood(started)
  },
)

test.each([
  ['headers', HEAD.slice(0, 40), 150, 'the headers did not come within 0.15 s'],
  ['body', `${HEAD}Content-Length: 9999\r\n\r\n{`, 300, 'the body did not come within 0.3 s'],
])('R14: %s that trickle in are answered 408 in time', async (_, start, limitMs, detail) => {
  const started = await startRawReceiver({ limits: QUICK })
  const reply = await talk(started.port, start, (socket) => trickle(socket, 'a'))
  expect(reply).toMatchObject({ statuses: [408], body: '{"error":"too_slow"}' })
  expect(reply.closedAfterMs).toBeGreaterThan(limitMs - 20)
  // The shares of 6 s on 5 s, and of 11 s on 10 s, with room for a busy machine.
  expect(reply.closedAfterMs).toBeLessThan(limitMs + 500)
  expect(await started.next()).toMatchObject({
    httpStatus: 408,
    content: { kind: 'refused', code: 'too_slow', detail },
  })
  await expectStillGood(started)
})

test('R14: the limits of listen are those of hardening 1', async () => {
  expect(DEFAULT_LIMITS).toMatchObject({
    bodyBytes: 1024 * 1024,
    bodiesInFlightBytes: 64 * 1024 * 1024,
    headerBytes: 16 * 1024,
    headersTimeoutMs: 5000,
    requestTimeoutMs: 10_000,
    checkIntervalMs: 750,
    keepAliveTimeoutMs: 75_000,
    requestsPerSocket: 1000,
    connections: 512,
  })
})

test('R14: headers that trickle in are closed after 6 s at the latest with the limits of listen', async () => {
  const started = await startRawReceiver()
  const reply = await talk(started.port, 'POST / HTTP/1.1\r\nX: ', (socket) => trickle(socket, 'a'))
  expect(reply.statuses).toEqual([408])
  expect(reply.closedAfterMs).toBeLessThan(6000)
  await started.next()
  await expectStillGood(started)
})

test('a connection on which nothing comes is closed in time, and not told', async () => {
  const started = await startRawReceiver({ limits: QUICK })
  expect((await talk(started.port, '')).closedAfterMs).toBeLessThan(1000)
  await expectStillGood(started)
  expect(started.told).toHaveLength(1)
})

test.each(['FIN', 'RST'])('R15: %s in the middle of a body is told as aborted', async (how) => {
  const started = await startRawReceiver()
  const start = `${HEAD}Content-Length: 99\r\n\r\n{`
  await talk(started.port, start, (socket) => {
    if (how === 'FIN') socket.end()
    else setTimeout(() => socket.resetAndDestroy(), 20)
  })
  expect(await started.next()).toMatchObject({
    httpStatus: null,
    sizeBytes: 1,
    content: { kind: 'refused', code: 'aborted' },
  })
  expect(started.receiver.sessions()).toEqual([])
  await expectStillGood(started)
})

test('R15: FIN in the middle of the headers is told as aborted', async () => {
  const started = await startRawReceiver()
  const reply = await talk(started.port, 'POST /a HTTP/1.1\r\nX', (socket) => void socket.end())
  expect(reply.statuses).toEqual([400])
  expect(await started.next()).toMatchObject({
    method: '-',
    httpStatus: null,
    content: { code: 'aborted' },
  })
  await expectStillGood(started)
})

test('R15: a sender that is gone after the whole body is kept, and told as not answered', async () => {
  const answer = { httpStatus: 204, body: null, mediaType: null, delayMs: 100 }
  const started = await startRawReceiver({ answer })
  await talk(started.port, request({ headers: [JSON_TYPE] }), (socket) => {
    setTimeout(() => socket.resetAndDestroy(), 30)
  })
  expect(await started.next()).toMatchObject({
    httpStatus: null,
    content: { kind: 'notification' },
  })
  expect(started.receiver.sessions()).toHaveLength(1)
  await expectStillGood(started)
})

const MIB = 1024 * 1024
const padded = (size: number): string => GOOD + ' '.repeat(size - GOOD.length)

test('R16: a body of 1 MiB is taken, and one byte more is too large', async () => {
  const started = await startRawReceiver()
  const send = async (size: number): Promise<number[]> =>
    (await talk(started.port, request({ headers: [JSON_TYPE] }, padded(size)))).statuses
  expect(await send(MIB)).toEqual([204])
  expect(await send(MIB + 1)).toEqual([413])
  expect(await started.next()).toMatchObject({ httpStatus: 204, sizeBytes: MIB })
  expect(await started.next()).toMatchObject({ httpStatus: 413, sizeBytes: MIB + 1 })
  await expectStillGood(started)
})

test('R16: 10 MB in chunks hears 413 and no reset, 100 times of 100', async () => {
  const started = await startRawReceiver()
  const chunk = `${(64 * 1024).toString(16)}\r\n${' '.repeat(64 * 1024)}\r\n`
  const bytes = Buffer.from(
    chunked(`${chunk.repeat(160)}0\r\n\r\n`).replace('\r\n', '\r\nConnection: close\r\n'),
  )
  for (let round = 0; round < 10; round += 1) {
    const replies = await Promise.all(Array.from({ length: 10 }, () => talk(started.port, bytes)))
    expect(replies.map(({ statuses, error }) => [...statuses, error])).toEqual(
      replies.map(() => [413, null]),
    )
  }
  for (let index = 0; index < 100; index += 1) {
    expect(await started.next()).toMatchObject({ content: { code: 'body_too_large' } })
  }
  await expectStillGood(started)
})

test('R16: a body without end is answered 413 and cut', async () => {
  const limits = { ...DEFAULT_LIMITS, bodyBytes: 1000, drainBytes: 100_000 }
  const started = await startRawReceiver({ limits })
  const head = `${HEAD}Content-Length: 99999999999\r\n\r\n${' '.repeat(101_000)}`
  const reply = await talk(started.port, head)
  expect(reply).toMatchObject({ statuses: [413], headers: { connection: 'close' } })
  expect(reply.closedAfterMs).toBeLessThan(1000)
  expect(await started.next()).toMatchObject({ content: { code: 'body_too_large' } })
  await expectStillGood(started)
})

test('R16: Expect with a large Content-Length is answered 413 without 100', async () => {
  const started = await startRawReceiver()
  const reply = await talk(
    started.port,
    odd('Expect: 100-continue\r\nContent-Length: 10000000', ''),
  )
  expect(reply).toMatchObject({ statuses: [413], headers: { connection: 'close' } })
  expect(await started.next()).toMatchObject({ content: { code: 'body_too_large' }, sizeBytes: 0 })
  await expectStillGood(started)
})

test('R16: Expect on a good request hears 100, then 204', async () => {
  const started = await startRawReceiver()
  const head = `Connection: close\r\nExpect: 100-continue\r\nContent-Length: ${GOOD.length}`
  const reply = await talk(started.port, odd(head, ''), (socket) => {
    socket.once('data', () => socket.write(GOOD))
  })
  expect(reply.statuses).toEqual([100, 204])
  expect(await started.next()).toMatchObject({ httpStatus: 204 })
  await expectStillGood(started)
})

test('bodies that hold more than the budget together are answered 503 with Retry-After', async () => {
  const limits = { ...DEFAULT_LIMITS, bodiesInFlightBytes: 3000 }
  const started = await startRawReceiver({ limits })
  const holder = net.connect(started.port, '127.0.0.1')
  holder.on('error', () => {})
  holder.write(`${HEAD}Content-Length: 2900\r\n\r\n${' '.repeat(2800)}`)
  await once(holder, 'connect')
  await new Promise((resolve) => setTimeout(resolve, 50))
  const reply = await talk(started.port, request({ headers: [JSON_TYPE] }, padded(500)))
  expect(reply).toMatchObject({
    statuses: [503],
    headers: { 'retry-after': '1' },
    body: '{"error":"overloaded"}',
  })
  expect(await started.next()).toMatchObject({ httpStatus: 503, content: { code: 'overloaded' } })
  holder.destroy()
  expect(await started.next()).toMatchObject({ content: { code: 'aborted' } })
  await expectStillGood(started)
})

test('an answered body gives its share of the budget back', async () => {
  const started = await startRawReceiver({
    limits: { ...DEFAULT_LIMITS, bodiesInFlightBytes: 600 },
  })
  for (let round = 0; round < 5; round += 1) await expectOk(started, padded(500))
  const tooMuch = await talk(started.port, request({ headers: [JSON_TYPE] }, padded(700)))
  expect(tooMuch.statuses).toEqual([503])
  await started.next()
  await expectStillGood(started)
})

async function expectOk({ port, next }: RawReceiver, body: string): Promise<void> {
  expect((await talk(port, request({ headers: [JSON_TYPE] }, body))).statuses).toEqual([204])
  expect(await next()).toMatchObject({ httpStatus: 204 })
}

test('a body that finds no room and is too large as well is too large', async () => {
  const limits = { ...DEFAULT_LIMITS, bodiesInFlightBytes: 100, bodyBytes: 200_000 }
  const started = await startRawReceiver({ limits })
  const reply = await talk(started.port, request({ headers: [JSON_TYPE] }, padded(300_000)))
  expect(reply.statuses).toEqual([413])
})

test('R12: 4 MB of headers hear 431 and no reset, 20 times of 20', async () => {
  const started = await startRawReceiver()
  const bytes = odd(`A: ${'a'.repeat(4_000_000)}`)
  for (let round = 0; round < 20; round += 1) {
    expect(await talk(started.port, bytes)).toMatchObject({ statuses: [431], error: null })
    expect(await started.next()).toMatchObject({ content: { code: 'headers_too_large' } })
  }
  await expectStillGood(started)
})

test('what follows a good request in one packet does not take its answer', async () => {
  const answer = { httpStatus: 204, body: null, mediaType: null, delayMs: 50 }
  const started = await startRawReceiver({ answer })
  const good = request({ headers: [JSON_TYPE, 'Connection: keep-alive'] })
  const reply = await talk(started.port, Buffer.concat([good, Buffer.from('GARBAGE\r\n\r\n')]))
  expect(reply.statuses).toEqual([204, 400])
  const told = [await started.next(), await started.next()]
  expect(told.map(({ httpStatus }) => httpStatus).sort()).toEqual([204, 400])
  expect(told.find(({ httpStatus }) => httpStatus === 400)).toMatchObject({ method: '-' })
  await expectStillGood(started)
})

test('a sender that goes on after its refusal is told once, and closed', async () => {
  const started = await startRawReceiver({ limits: { ...DEFAULT_LIMITS, lingerMs: 100 } })
  const reply = await talk(started.port, 'FOO / HTTP/1.1\r\n\r\n', (socket) => {
    socket.removeAllListeners('end')
    trickle(socket, 'x')
  })
  expect(reply.statuses).toEqual([400])
  // It has had its time to hear the answer: closing at once would be a reset.
  expect(reply.closedAfterMs).toBeGreaterThan(90)
  await started.next()
  await expectStillGood(started)
  expect(started.told).toHaveLength(2)
})
