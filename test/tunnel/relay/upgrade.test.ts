import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connectStock, exchangeRaw, openRelay, until } from '../rig.ts'

function upgradeText(host: string): string {
  return (
    `GET /live HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    'X-Odd-CASE: kept\r\n\r\n'
  )
}

/** An app that takes every upgrade and gives its bytes back. */
async function startUpgradingApp(): Promise<{ port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = []
  const sockets = new Set<Socket>()
  const server = createServer((_request, response) => void response.end('plain'))
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    requests.push(request)
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    )
    socket.write(head)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close().closeAllConnections()
    for (const socket of sockets) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, requests }
}

/** Sends text and gives what came back so far. */
async function openRaw(port: number, text: string | Buffer) {
  const socket = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => void chunks.push(chunk))
  socket.on('error', () => socket.destroy())
  socket.write(text)
  return { socket, received: () => Buffer.concat(chunks) }
}

test('an upgrade is carried to the app, and raw bytes both ways after it', async () => {
  const { relay, log } = await openRelay()
  const app = await startUpgradingApp()
  const { host } = await connectStock(relay, app.port)
  const binary = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const first = Buffer.concat([Buffer.from(upgradeText(host)), binary])
  const { socket, received } = await openRaw(relay.port, first)
  await until(() => received().includes(binary))
  expect(received().toString('latin1')).toMatch(/^HTTP\/1\.1 101 /)
  expect(app.requests[0]?.rawHeaders).toContain('X-Odd-CASE')
  const large = Buffer.concat(Array.from({ length: 4096 }, () => binary))
  const before = received().length
  socket.write(large)
  await until(() => received().length === before + large.length)
  expect(received().subarray(before).equals(large)).toBe(true)
  socket.end()
  expect(await log.waitFor(({ type }) => type === 'request')).toMatchObject({
    path: '/live',
    httpStatus: 101,
  })
  await until(() => relay.clients()[0]?.sockets === 10)
})

test('an app that closes an upgraded connection closes it for the caller', async () => {
  const { relay } = await openRelay()
  const app = await startUpgradingApp()
  const { host } = await connectStock(relay, app.port)
  const { socket } = await openRaw(relay.port, upgradeText(host))
  await until(() => app.requests.length === 1)
  const closed = once(socket, 'close')
  app.requests[0]?.socket.destroy()
  await closed
})

test.each([
  ['a name that nobody has', 'nobody.localhost', 404, 'unknown_tunnel'],
  ['the relay itself', 'localhost', 404, 'not_found'],
])('an upgrade for %s is %i', async (_what, host, status, error) => {
  const { relay } = await openRelay()
  const answer = await exchangeRaw(relay.port, upgradeText(host))
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toContain(error)
})

test('an upgrade for a client without a socket is 502', async () => {
  const { relay, log } = await openRelay()
  await exchangeRaw(
    relay.port,
    'GET /my-name HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  )
  const answer = await exchangeRaw(relay.port, upgradeText('my-name.localhost'))
  expect(answer).toMatch(/^HTTP\/1\.1 502 .*tunnel_not_connected/s)
  await log.waitFor((event) => event.type === 'request' && event.httpStatus === 502)
})

test('a fault answers an upgrade, too', async () => {
  const { relay } = await openRelay({ faults: [{ name: '503' }] })
  const answer = await exchangeRaw(relay.port, upgradeText('my-name.localhost'))
  expect(answer).toMatch(/^HTTP\/1\.1 503 .*service_unavailable/s)
})

test('closing the relay ends upgraded connections', async () => {
  const { relay } = await openRelay()
  const app = await startUpgradingApp()
  const { host } = await connectStock(relay, app.port)
  const { socket } = await openRaw(relay.port, upgradeText(host))
  await until(() => app.requests.length === 1)
  await Promise.all([once(socket, 'close'), relay.close()])
})
