import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { request as startRequest } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { startRelay } from '../../../src/tunnel/relay/start-relay.ts'
import { systemClock } from '../../../src/system-clock.ts'
import {
  ask,
  connectStock,
  echo,
  exchangeRaw,
  fastClock,
  openRelay,
  random,
  readBytes,
  startApp,
  until,
} from '../rig.ts'

const BINARY = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

/** Registers by hand and connects data sockets that the test itself answers on. */
async function connectByHand(
  relayPort: number,
  count = 1,
): Promise<{ id: string; sockets: Socket[] }> {
  const { body } = await ask({ port: relayPort, path: '/?new' })
  const { id, port } = JSON.parse(body.toString()) as { id: string; port: number }
  const sockets = Array.from({ length: count }, () => connect({ port, host: '127.0.0.1' }))
  for (const socket of sockets) {
    socket.on('error', () => socket.destroy())
    onTestFinished(() => void socket.destroy())
  }
  return { id, sockets }
}

test('the stock client serves requests through the relay', async () => {
  const { relay, log } = await openRelay()
  const app = await startApp((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.host}`)
  })
  const client = await connectStock(relay, app.port)
  expect(client.id).toMatch(/^[a-z]+-[a-z]+-\d+$/)
  const answer = await ask({ port: relay.port, host: client.host, path: '/a?b=c' })
  expect(answer.status).toBe(200)
  expect(answer.body.toString()).toBe(`GET /a?b=c ${client.host}`)
  const event = await log.waitFor((one) => one.type === 'request')
  expect(event).toMatchObject({
    id: client.id,
    method: 'GET',
    path: '/a?b=c',
    host: client.host,
    httpStatus: 200,
  })
  expect(log.all[0]).toMatchObject({ type: 'registered', id: client.id })
})

test('the stock client gets the name it asks for, under any domain', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const client = await connectStock(relay, app.port, 'my-name')
  expect(client.host).toBe(`my-name.localhost:${relay.port}`)
  const answer = await ask({ port: relay.port, host: 'my-name.relay.example:8080' })
  expect(answer.status).toBe(200)
})

test('binary bodies come through byte for byte, both ways', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  const body = Buffer.concat(Array.from({ length: 4096 }, () => BINARY))
  const answer = await ask({ port: relay.port, host, method: 'POST', body })
  expect(answer.body.equals(body)).toBe(true)
})

test('a body in the same packet as the headers comes through byte for byte (T7)', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  const head = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 256\r\nConnection: close\r\n\r\n`
  const answer = await exchangeRaw(relay.port, Buffer.concat([Buffer.from(head), BINARY]))
  expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe(BINARY.toString('latin1'))
})

test('a chunked body and its trailer come through', async () => {
  const { relay } = await openRelay()
  const app = await startApp((request, response) => {
    void readBytes(request).then((body) => {
      response.writeHead(200, { Trailer: 'X-End' })
      response.write(body)
      response.addTrailers({ 'X-End': request.trailers['x-end'] ?? 'none' })
      return response.end()
    })
  })
  const { host } = await connectStock(relay, app.port)
  const text = [
    `POST / HTTP/1.1`,
    `Host: ${host}`,
    'Transfer-Encoding: chunked',
    'Connection: close',
    '',
    '3',
    'abc',
    '2',
    'de',
    '0',
    'X-End: yes',
    '',
    '',
  ].join('\r\n')
  const answer = await exchangeRaw(relay.port, text)
  expect(answer).toContain('\r\nabcde\r\n')
  expect(answer).toContain('\r\n0\r\nX-End: yes\r\n')
})

function lines(raw: readonly string[]): string[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${raw[index + 1]}`] : []))
}

test('order, case and repetition of headers are kept, both ways', async () => {
  const { relay } = await openRelay()
  let received: string[] = []
  const app = await startApp((request, response) => {
    received = request.rawHeaders
    response.sendDate = false
    response.writeHead(200, ['X-a', '1', 'x-B', '2', 'X-A', '3', 'Content-Length', '0'])
    response.end()
  })
  const { host } = await connectStock(relay, app.port)
  const headers = ['x-ONE', '1', 'Two', '2', 'X-One', '3', 'Connection', 'close']
  const { message } = await ask({ port: relay.port, host, headers })
  expect(received).toEqual(['Host', host, ...headers])
  expect(lines(message.rawHeaders)).toEqual([
    'X-a: 1',
    'x-B: 2',
    'X-A: 3',
    'Content-Length: 0',
    'Connection: close',
  ])
})

test('headers that nobody sent are not added', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port)
  const [socket] = sockets
  await until(() => relay.clients()[0]?.sockets === 1)
  socket?.once('data', () => socket.end('HTTP/1.1 200 Fine\r\nX-Only: this\r\n\r\nuntil the end'))
  const answer = await exchangeRaw(relay.port, `GET / HTTP/1.1\r\nHost: ${id}.localhost\r\n\r\n`)
  expect(answer).toBe('HTTP/1.1 200 Fine\r\nX-Only: this\r\n\r\nuntil the end')
})

test('a long answer without a length arrives whole', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port)
  const [socket] = sockets
  const body = Buffer.alloc(3_000_000, 'x')
  await until(() => relay.clients()[0]?.sockets === 1)
  socket?.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    socket.end(body)
  })
  const answer = await ask({ port: relay.port, host: `${id}.localhost` })
  expect(answer.body.length).toBe(body.length)
})

test('Expect: 100-continue is answered by the app', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  const request = startRequest({
    port: relay.port,
    host: '127.0.0.1',
    method: 'POST',
    agent: false,
    headers: { Host: host, Expect: '100-continue', 'Content-Length': 5 },
  })
  request.flushHeaders()
  await once(request, 'continue')
  request.end('hello')
  const [answer] = (await once(request, 'response')) as [AsyncIterable<Buffer>]
  expect((await readBytes(answer)).toString()).toBe('hello')
})

test('an answer before the end of the body reaches the caller, and the tunnel goes on', async () => {
  const { relay } = await openRelay()
  const app = await startApp((request, response) => {
    if (request.method === 'GET') return response.end('fine')
    response.writeHead(413, { Connection: 'close', 'Content-Length': '0' })
    return response.end()
  })
  const { host } = await connectStock(relay, app.port)
  const head = `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000000\r\n\r\n`
  expect(await exchangeRaw(relay.port, head)).toMatch(/^HTTP\/1\.1 413 /)
  expect((await ask({ port: relay.port, host })).status).toBe(200)
})

test.each(['keep-alive', 'close'])(
  'thirty requests at once over ten sockets are all answered (%s)',
  async (connection) => {
    const { relay } = await openRelay()
    let atOnce = 0
    let most = 0
    const app = await startApp((request, response) => {
      atOnce += 1
      most = Math.max(most, atOnce)
      setImmediate(() => {
        atOnce -= 1
        echo(request, response)
      })
    })
    const { host } = await connectStock(relay, app.port)
    const bodies = Array.from({ length: 30 }, (_, index) => `body ${index}`)
    const answers = await Promise.all(
      bodies.map(async (body) =>
        ask({ port: relay.port, host, method: 'POST', headers: ['Connection', connection], body }),
      ),
    )
    expect(answers.map(({ body }) => body.toString())).toEqual(bodies)
    expect(most).toBeLessThanOrEqual(10)
  },
)

test('a request is 502 at once when no socket of the client is connected', async () => {
  const { relay } = await openRelay()
  const { id } = await connectByHand(relay.port, 0)
  const answer = await ask({ port: relay.port, host: `${id}.localhost` })
  expect(answer.status).toBe(502)
  expect(JSON.parse(answer.body.toString())).toMatchObject({ error: 'tunnel_not_connected', id })
})

test('a socket that dies before its answer gives the caller 502', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port)
  const [socket] = sockets
  await until(() => relay.clients()[0]?.sockets === 1)
  socket?.once('data', () => socket.resetAndDestroy())
  const answer = await ask({ port: relay.port, host: `${id}.localhost` })
  expect(answer.status).toBe(502)
  expect(JSON.parse(answer.body.toString())).toEqual({ error: 'tunnel_socket_lost' })
})

test('a socket that dies inside its answer cuts the answer', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port)
  const [socket] = sockets
  await until(() => relay.clients()[0]?.sockets === 1)
  socket?.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'))
  await expect(ask({ port: relay.port, host: `${id}.localhost` })).rejects.toThrow('aborted')
})

test('callers that wait are answered 502 when the last socket dies', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port)
  await until(() => relay.clients()[0]?.sockets === 1)
  const host = `${id}.localhost`
  const asked = Promise.all([1, 2, 3].map(async () => ask({ port: relay.port, host })))
  const [socket] = sockets
  if (socket) await once(socket, 'data')
  socket?.destroy()
  expect((await asked).map(({ status }) => status)).toEqual([502, 502, 502])
})

test('an answer that is not HTTP, or has a bad status, is 502', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port, 2)
  await until(() => relay.clients()[0]?.sockets === 2)
  const texts = ['nonsense\r\n\r\n', 'HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n']
  for (const text of texts) {
    for (const socket of sockets)
      socket.removeAllListeners('data').on('data', () => socket.write(text))
    const answer = await ask({ port: relay.port, host: `${id}.localhost` })
    expect(answer.status).toBe(502)
  }
})

test('bytes on an idle socket never pass as an answer', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port)
  await until(() => relay.clients()[0]?.sockets === 1)
  sockets[0]?.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  await until(() => relay.clients()[0]?.sockets === 0)
  expect((await ask({ port: relay.port, host: `${id}.localhost` })).status).toBe(502)
})

test('a caller that leaves early is reported, and its request is still answered by the app', async () => {
  const { relay, log } = await openRelay()
  let answerApp: (() => void) | undefined
  const app = await startApp((request, response) => {
    if (request.url === '/slow') answerApp = () => void response.end('late')
    else response.end('fine')
  })
  const { host } = await connectStock(relay, app.port)
  const request = startRequest({
    port: relay.port,
    host: '127.0.0.1',
    path: '/slow',
    headers: { host },
  })
  request.on('error', () => undefined).end()
  await until(() => answerApp !== undefined)
  request.destroy()
  const left = await log.waitFor((event) => event.type === 'request')
  expect(left).toMatchObject({ path: '/slow', httpStatus: null })
  answerApp?.()
  expect((await ask({ port: relay.port, host })).body.toString()).toBe('fine')
})

test('a caller that leaves inside its own body frees the socket', async () => {
  const { relay, log } = await openRelay()
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  const socket = connect({ port: relay.port, host: '127.0.0.1' })
  socket.write(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10\r\n\r\nabc`)
  await until(() => relay.clients()[0]?.sockets === 10)
  setImmediate(() => socket.destroy())
  await log.waitFor((event) => event.type === 'request')
  await until(() => relay.clients()[0]?.sockets === 10)
  expect((await ask({ port: relay.port, host })).status).toBe(200)
})

test('a caller that leaves while it waits for its turn takes no socket', async () => {
  const { relay, log } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port)
  const [socket] = sockets
  const host = `${id}.localhost`
  await until(() => relay.clients()[0]?.sockets === 1)
  const first = ask({ port: relay.port, host, path: '/first' })
  if (socket) await once(socket, 'data')
  const waiting = connect({ port: relay.port, host: '127.0.0.1' })
  waiting.write(`GET /second HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  await once(waiting, 'connect')
  setImmediate(() => waiting.destroy())
  await log.waitFor((event) => event.type === 'request' && event.path === '/second')
  const third = ask({ port: relay.port, host, path: '/third' })
  const seen: string[] = []
  socket?.on('data', (chunk: Buffer) => {
    seen.push(chunk.toString().split('\r\n')[0] ?? '')
    socket.write('HTTP/1.1 204 No Content\r\n\r\n')
  })
  socket?.write('HTTP/1.1 204 No Content\r\n\r\n')
  expect([(await first).status, (await third).status]).toEqual([204, 204])
  expect(seen).toEqual(['GET /third HTTP/1.1'])
})

test('an unknown name is 404 and says what mends it', async () => {
  const { relay, log } = await openRelay()
  const answer = await ask({ port: relay.port, host: 'nobody.localhost' })
  expect(answer.status).toBe(404)
  expect(JSON.parse(answer.body.toString())).toMatchObject({
    error: 'unknown_tunnel',
    id: 'nobody',
    hint: expect.stringContaining('--tunnel-host') as string,
  })
  expect(log.all.at(-1)).toMatchObject({ type: 'request', id: null, httpStatus: 404 })
})

test('a taken name is not given: a random one is (T10, our name)', async () => {
  const { relay, log } = await openRelay()
  const app = await startApp(echo)
  await connectStock(relay, app.port, 'my-name')
  const second = await connectStock(relay, app.port, 'my-name')
  expect(second.id).not.toBe('my-name')
  expect(log.all).toContainEqual({
    type: 'name-refused',
    name: 'my-name',
    given: second.id,
    reason: 'taken',
  })
})

test('a name is free again one second after the last socket left', async () => {
  const { relay, log } = await openRelay({ clock: fastClock(10) })
  const app = await startApp(echo)
  const client = await connectStock(relay, app.port, 'my-name')
  client.close()
  await until(() => relay.clients()[0]?.sockets === 0)
  const early = await ask({ port: relay.port, path: '/my-name' })
  expect(JSON.parse(early.body.toString())).not.toMatchObject({ id: 'my-name' })
  const gone = await log.waitFor((event) => event.type === 'client-gone')
  expect(gone).toEqual({ type: 'client-gone', id: 'my-name', reason: 'left' })
  const late = await ask({ port: relay.port, path: '/my-name' })
  expect(JSON.parse(late.body.toString())).toMatchObject({ id: 'my-name' })
})

test('a client that never connects is dropped after 30 seconds', async () => {
  const { relay, log } = await openRelay({ clock: fastClock(300) })
  await ask({ port: relay.port, path: '/my-name' })
  const gone = await log.waitFor((event) => event.type === 'client-gone')
  expect(gone).toEqual({ type: 'client-gone', id: 'my-name', reason: 'never-connected' })
  expect(relay.clients()).toEqual([])
})

test('an eleventh data socket is closed (T10, data port)', async () => {
  const { relay } = await openRelay()
  const { sockets } = await connectByHand(relay.port, 11)
  await Promise.race(sockets.map(async (socket) => once(socket, 'close')))
  expect(relay.clients()[0]?.sockets).toBe(10)
})

test.each([
  ['GET', '/abc', 403],
  ['GET', '/Name', 403],
  ['GET', '/a.name', 403],
  ['GET', '/', 404],
  ['GET', '/?newer', 404],
  ['GET', '/some/path', 404],
  ['POST', '/?new', 405],
])('the registration side answers %s %s with %i', async (method, path, status) => {
  const { relay } = await openRelay()
  const answer = await ask({ port: relay.port, method, path, host: 'localhost' })
  expect(answer.status).toBe(status)
  expect(relay.clients()).toEqual([])
})

test('a port in use is a CliError that names the port', async () => {
  const { relay } = await openRelay()
  const second = startRelay({ port: relay.port, clock: systemClock, random })
  await expect(second).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    exitCode: 3,
    hint: '--port 0',
    message: expect.stringContaining(String(relay.port)) as string,
  })
})

test('an address that is not ours is a CliError', async () => {
  const started = startRelay({ port: 0, host: '192.0.2.1', clock: systemClock, random })
  await expect(started).rejects.toMatchObject({
    code: 'PORT_REFUSED',
    exitCode: 3,
    hint: '--port 0',
    message: expect.stringContaining('192.0.2.1') as string,
  })
})

test.each([
  ['0.0.0.0', 'http://127.0.0.1:'],
  ['::1', 'http://[::1]:'],
])('a relay on %s is registered with at %s', async (host, url) => {
  const relay = await startRelay({ port: 0, host, clock: systemClock, random })
  onTestFinished(() => relay.close())
  expect(relay.url).toBe(`${url}${relay.port}`)
})

test('closing the relay ends every socket, and closing again changes nothing', async () => {
  const { relay } = await openRelay()
  const { id, sockets } = await connectByHand(relay.port, 2)
  await until(() => relay.clients()[0]?.sockets === 2)
  const asked = ask({ port: relay.port, host: `${id}.localhost` }).catch((error: unknown) => error)
  await Promise.race(sockets.map(async (socket) => once(socket, 'data')))
  await Promise.all([relay.close(), relay.close()])
  await asked
  expect(relay.clients()).toEqual([])
  await expect(ask({ port: relay.port })).rejects.toThrow('ECONNREFUSED')
})
