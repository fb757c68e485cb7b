import { connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { exchangeTogether } from '../../../src/exchange/framed/exchange-together.ts'
import { makeCertificate } from '../../helpers/certificates.ts'
import { listenOnFreePort, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { makeRequest } from '../../helpers/exchange-request.ts'
import { startWire } from '../../helpers/wire.ts'

const NO_CONTENT = 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'

function answerWhenComplete(socket: Socket, text: string): void {
  if (text.endsWith('}')) socket.end(NO_CONTENT)
}

/** A port that accepts, and passes nothing on before it is opened. */
async function startValve(port: number): Promise<{ port: number; open: () => void }> {
  const waiting: Socket[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    waiting.push(socket)
  })
  const open = (): void => {
    for (const socket of waiting) {
      const inner = connect(port, '127.0.0.1')
      inner.on('error', () => socket.destroy())
      socket.pipe(inner).pipe(socket)
    }
  }
  return { port: await listenOnFreePort(server), open }
}

/** One endpoint that is there at once, and one whose TLS waits behind a valve. */
async function startQuickAndSlow(onBytes: typeof answerWhenComplete) {
  const quick = await startWire(onBytes)
  const tls = await startWire(answerWhenComplete, makeCertificate('localhost', 3))
  const valve = await startValve(tls.port)
  const slowUrl = `https://127.0.0.1:${valve.port}/webhook`
  return { quick, open: valve.open, slow: makeRequest(slowUrl, { verifyCertificate: false }) }
}

test('no last byte goes before all the others are there', async () => {
  const sent: string[] = []
  const { quick, open, slow } = await startQuickAndSlow((socket, text) => {
    sent.push(text.slice(-8))
    // Both are there but for the last byte, and the third has no connection yet.
    if (sent.length === 2) open()
    answerWhenComplete(socket, text)
  })
  const together = [makeRequest(quick.url), makeRequest(quick.url), slow]
  const outcomes = await exchangeTogether(together)
  expect(sent).toEqual(['{"a":1.0', '{"a":1.0', '"a":1.0}', '"a":1.0}'])
  expect(outcomes).toMatchObject(
    together.map(() => ({ kind: 'answer', answer: { httpStatus: 204 } })),
  )
})

test('a connection that does not come about holds up no other for long', async () => {
  const { quick, slow } = await startQuickAndSlow(answerWhenComplete)
  const outcomes = await exchangeTogether([makeRequest(quick.url), { ...slow, timeoutMs: 1200 }])
  expect(outcomes).toMatchObject([
    { kind: 'answer', answer: { httpStatus: 204 } },
    { kind: 'failure', failure: { code: 'TIMEOUT' } },
  ])
})

test('outcomes come in the order of the requests', async () => {
  const endpoints = [await startFixedEndpoint(200), await startFixedEndpoint(503)]
  const outcomes = await exchangeTogether(endpoints.map(({ url }) => makeRequest(url)))
  expect(outcomes).toMatchObject([200, 503].map((httpStatus) => ({ answer: { httpStatus } })))
})
