import type { Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { makeCertificate, startTlsEndpoint } from '../helpers/certificates.ts'
import { startFixedEndpoint, startRawEndpoint } from '../helpers/endpoint.ts'
import { jsonLines, runCli } from '../helpers/run-cli.ts'

/** Table S of shared/hardening.md, row by row; S10 to S13 are in test/delivery/retries.test.ts. */
async function sendTo(url: string, ...flags: string[]) {
  const { exitCode, stdout } = await runCli([
    'send-sequence',
    url,
    '--statuses',
    'EXPIRED',
    '--json',
    ...flags,
  ])
  const attempts = jsonLines(stdout).filter(({ type }) => type === 'attempt')
  return { exitCode, attempts }
}

async function sendToRaw(onRequest: (socket: Socket) => void, ...flags: string[]) {
  const { url } = await startRawEndpoint(onRequest)
  return sendTo(url, ...flags)
}

const JSON_TYPE = 'Content-Type: application/json\r\n'

test.each([
  ['200 JSON', 200, { 'content-type': 'application/json' }, '{}'],
  ['200 JSON with a charset', 200, { 'content-type': 'application/json; charset=utf-8' }, '{}'],
  ['204', 204, {}, ''],
])('S1: %s passes', async (_, httpStatus, headers, body) => {
  const { url } = await startFixedEndpoint(httpStatus, headers, body)
  expect(await sendTo(url)).toMatchObject({
    exitCode: 0,
    attempts: [{ verdict: 'acknowledged', warnings: [] }],
  })
})

test.each([
  ['200 without a type', 200, {}, '{}', 'WRONG_MEDIA_TYPE'],
  ['200 HTML', 200, { 'content-type': 'text/html' }, '', 'WRONG_MEDIA_TYPE'],
  [
    '200 problem+json',
    200,
    { 'content-type': 'application/problem+json' },
    '{}',
    'WRONG_MEDIA_TYPE',
  ],
  ['201', 201, { 'content-type': 'application/json' }, '{}', 'WRONG_STATUS'],
  ['202', 202, {}, '', 'WRONG_STATUS'],
  ['206', 206, {}, '', 'WRONG_STATUS'],
])(
  'S2: %s fails, is retried, and the reason is named',
  async (_, httpStatus, headers, body, reason) => {
    const endpoint = await startFixedEndpoint(httpStatus, headers, body)
    const { exitCode, attempts } = await sendTo(
      endpoint.url,
      '--retry',
      'legacy',
      '--time-scale',
      '10000x',
    )
    expect(exitCode).toBe(1)
    expect(attempts).toMatchObject([{ reason }, { reason }])
  },
)

test('S2: two Content-Types fail', async () => {
  const answer = `HTTP/1.1 200 OK\r\n${JSON_TYPE}${JSON_TYPE}Content-Length: 2\r\n\r\n{}`
  expect(await sendToRaw((s) => s.end(answer))).toMatchObject({
    exitCode: 1,
    attempts: [{ reason: 'WRONG_MEDIA_TYPE' }],
  })
})

test.each(['', '{"a":'])(
  'S2: 200 JSON with the body %j is a warning, and fails with --strict',
  async (body) => {
    const { url } = await startFixedEndpoint(200, { 'content-type': 'application/json' }, body)
    expect(await sendTo(url)).toMatchObject({
      exitCode: 0,
      attempts: [{ warnings: ['BODY_NOT_JSON'] }],
    })
    expect(await sendTo(url, '--strict')).toMatchObject({
      exitCode: 1,
      attempts: [{ reason: 'BODY_NOT_JSON' }],
    })
  },
)

test.each([
  [
    'a Content-Length longer than the body',
    `HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Length: 99\r\n\r\n{}`,
  ],
  ['a bad chunk', `HTTP/1.1 200 OK\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\nxyz\r\n{}\r\n`],
  [
    'both framings',
    `HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  ],
  ['bare line feeds', `HTTP/1.1 200 OK\n${JSON_TYPE.replace('\r', '')}Content-Length: 2\n\n{}`],
  ['garbage', '\u0000\u0001\u0002 nonsense\r\n\r\n'],
  ['status 99', 'HTTP/1.1 99 No\r\nContent-Length: 0\r\n\r\n'],
  ['status 999', 'HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n'],
  ['a header of 20 KB', `HTTP/1.1 204 N\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`],
  ['50 times 100 Continue', `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(50)}HTTP/1.1 204 N\r\n\r\n`],
])('S4: %s is a protocol error, and is retried', async (_, answer) => {
  const { exitCode, attempts } = await sendToRaw(
    (s) => s.end(answer),
    '--retry',
    'legacy',
    '--time-scale',
    '10000x',
    '--timeout',
    '3s',
  )
  expect(exitCode).toBe(1)
  expect(attempts).toMatchObject([{ reason: 'PROTOCOL' }, { reason: 'PROTOCOL' }])
})

test.each([301, 302, 303, 307, 308])(
  'S5: a %d fails, and the other server sees nothing',
  async (httpStatus) => {
    const other = await startFixedEndpoint(204)
    const { url } = await startFixedEndpoint(httpStatus, { location: other.url })
    expect(await sendTo(url, '-H', 'x-api-key: s3cr3t-canary')).toMatchObject({
      exitCode: 1,
      attempts: [{ reason: 'REDIRECT' }],
    })
    expect(other.received).toHaveLength(0)
  },
)

test('S6: a certificate that cannot be verified fails, and is accepted with --insecure only', async () => {
  const port = await startTlsEndpoint(makeCertificate('elsewhere.invalid', 1))
  const url = `https://127.0.0.1:${port}/`
  expect(await sendTo(url)).toMatchObject({
    exitCode: 1,
    attempts: [{ reason: 'TLS', detail: expect.stringMatching(/SELF_SIGNED/i) as string }],
  })
  expect(await sendTo(url, '--insecure')).toMatchObject({ exitCode: 0 })
})

test('S6: a host that has no address is exit 3: no attempt could be made', async () => {
  expect(await sendTo('http://no-such-host.invalid/')).toMatchObject({
    exitCode: 3,
    attempts: [{ reason: 'DNS' }],
  })
})

test.each([
  ['closes before it answers', 'RESET', (s: Socket) => s.end()],
  ['resets', 'RESET', (s: Socket) => s.resetAndDestroy()],
])('S6: an endpoint that %s fails with %s, and is retried', async (_, reason, onRequest) => {
  const { exitCode, attempts } = await sendToRaw(
    onRequest,
    '--retry',
    'legacy',
    '--time-scale',
    '10000x',
  )
  expect({ exitCode, reasons: attempts.map((attempt) => attempt['reason']) }).toEqual({
    exitCode: 1,
    reasons: [reason, reason],
  })
})

test.each([
  ['headers that never come', () => {}],
  [
    'a body of a byte now and then',
    (s: Socket) => {
      s.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Length: 1000\r\n\r\n`)
      const drip = setInterval(() => s.write(' '), 20)
      s.on('close', () => clearInterval(drip))
    },
  ],
])('S7: %s end at the timeout', async (_, onRequest) => {
  const { attempts, exitCode } = await sendToRaw(onRequest, '--timeout', '200ms')
  expect(exitCode).toBe(1)
  expect(attempts).toMatchObject([{ reason: 'TIMEOUT' }])
})

test('S7: a body without end is read to 1 MiB and fails', async () => {
  const { attempts } = await sendToRaw((s) => {
    s.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Transfer-Encoding: chunked\r\n\r\n`)
    const more = (): void => {
      while (s.writable && s.write(`10000\r\n${' '.repeat(65_536)}\r\n`)) {
        /* until full */
      }
    }
    s.on('drain', more)
    more()
  })
  expect(attempts).toMatchObject([{ reason: 'BODY_TOO_LARGE' }])
})

test.each([
  ['gzip', gzipSync(Buffer.alloc(1_000_000, '{}'))],
  ['br', brotliCompressSync(Buffer.alloc(1_000_000, '{}'))],
  ['br', Buffer.from([0xff, 0xff, 0xff])],
])('S8: an answer in %s is not decoded, and none is asked for', async (encoding, body) => {
  let asked = ''
  const server = await startRawEndpoint((socket) => {
    socket.write(
      `HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`,
    )
    socket.end(body)
  })
  const endpoint = await startFixedEndpoint(204)
  await sendTo(endpoint.url)
  asked = endpoint.received[0]?.headers['accept-encoding'] ?? ''
  expect(asked).toBe('identity')
  expect(await sendTo(server.url)).toMatchObject({
    exitCode: 0,
    attempts: [{ warnings: ['BODY_ENCODED'] }],
  })
})

test('S9: an answer that comes unasked on an idle socket is never the answer to the next request', async () => {
  let connections = 0
  const { url } = await startRawEndpoint((socket) => {
    connections += 1
    if (connections > 1) return
    socket.write('HTTP/1.1 204 N\r\nConnection: keep-alive\r\n\r\n')
    socket.write(`HTTP/1.1 200 OK\r\n${JSON_TYPE}Content-Length: 2\r\n\r\n{}`)
  })
  const { stdout, exitCode } = await runCli([
    'send-sequence',
    url,
    '--statuses',
    'EXPIRED,EXPIRED',
    '--json',
    '--timeout',
    '300ms',
  ])
  expect(exitCode).toBe(1)
  expect(
    jsonLines(stdout)
      .filter(({ type }) => type === 'delivery')
      .map(({ reason }) => reason),
  ).toEqual([null, 'TIMEOUT'])
  expect(connections).toBe(2)
})

test.each([
  [
    'keeps the socket',
    (s: Socket) =>
      s.write('HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
  ],
  [
    'goes on with a 204',
    (s: Socket) =>
      s.end(
        'HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nHTTP/1.1 204 N\r\n\r\n',
      ),
  ],
])('a 101 that %s is a protocol error, and the run goes on', async (_, onRequest) => {
  const { url } = await startRawEndpoint(onRequest)
  const { exitCode, stdout } = await runCli([
    'send-sequence',
    url,
    '--flow',
    'id',
    '--json',
    '--timeout',
    '2s',
  ])
  expect(exitCode).toBe(1)
  expect(
    jsonLines(stdout)
      .filter(({ type }) => type === 'attempt')
      .map(({ reason }) => reason),
  ).toEqual(['PROTOCOL', 'PROTOCOL', 'PROTOCOL'])
})
