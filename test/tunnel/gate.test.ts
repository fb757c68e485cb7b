import { once } from 'node:events'
import { connect, createServer, Server, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { DEFAULT_GATE_LIMITS, openGate, type GateLimits } from '../../src/tunnel/gate.ts'
import {
  ask,
  connectStock,
  createLog,
  echo,
  exchangeRaw,
  listenTcp,
  openRelay,
  startApp,
  until,
} from './rig.ts'
import { steadyMs } from '../helpers/steady-clock.ts'

async function openTestGate(port: number, limits: Partial<GateLimits> = {}): Promise<number> {
  const gate = await openGate(port, { ...DEFAULT_GATE_LIMITS, ...limits })
  onTestFinished(() => gate.close())
  return gate.port
}

test('the gate does not connect to the receiver before the first byte', async () => {
  const first: string[] = []
  const receiver = await listenTcp((socket) => {
    socket.once('data', (chunk: Buffer) => first.push(chunk.toString()))
  })
  const port = await openTestGate(receiver.port)
  const silent = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void silent.destroy())
  await once(silent, 'connect')
  const talking = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void talking.destroy())
  talking.write('G')
  await until(() => first.length > 0)
  const connections = promisify(receiver.server.getConnections.bind(receiver.server))
  expect(await connections()).toBe(1)
})

test('the gate carries bytes exactly, both ways, with half-closing', async () => {
  const receiver = await listenTcp((socket) => void socket.pipe(socket))
  const port = await openTestGate(receiver.port)
  const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 7) % 256))
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  socket.end(bytes)
  const chunks: Buffer[] = []
  for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk)
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
})

test('the gate listens on ::1 too, where there is IPv6', async () => {
  const receiver = await startApp(echo)
  const port = await openTestGate(receiver.port)
  const socket = connect({ port, host: '::1' })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  expect(socket.remoteAddress).toBe('::1')
})

test('the gate answers 502 within a second when the receiver refuses (T9)', async () => {
  const { port, close } = await startApp(echo)
  await close()
  const gatePort = await openTestGate(port)
  const startedMs = steadyMs()
  const answer = await ask({ port: gatePort, method: 'POST', body: 'x'.repeat(500_000) })
  expect(steadyMs() - startedMs).toBeLessThan(1000)
  expect(answer.status).toBe(502)
  expect(answer.message.headers['connection']).toBe('close')
  expect(JSON.parse(answer.body.toString())).toEqual({ error: 'receiver_down' })
})

test('the gate answers 502 when the receiver dies before its answer', async () => {
  const receiver = await listenTcp((socket) => {
    socket.once('data', () => socket.resetAndDestroy())
  })
  const answer = await ask({ port: await openTestGate(receiver.port) })
  expect(answer.status).toBe(502)
})

test('the gate answers 502 when the receiver dies on the second request of a socket', async () => {
  const receiver = await listenTcp((socket) => {
    let count = 0
    socket.on('data', () => {
      count += 1
      if (count === 1) socket.write('HTTP/1.1 204 No Content\r\n\r\n')
      else socket.end()
    })
  })
  const socket = connect({ port: await openTestGate(receiver.port), host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  socket.write('GET /1 HTTP/1.1\r\n\r\n')
  const [first] = (await once(socket, 'data')) as [Buffer]
  expect(first.toString()).toMatch(/ 204 /)
  socket.write('GET /2 HTTP/1.1\r\n\r\n')
  const [second] = (await once(socket, 'data')) as [Buffer]
  expect(second.toString()).toMatch(/ 502 /)
  await once(socket, 'close')
})

test('the gate adds nothing to an answer that was sent before the end of the body', async () => {
  const receiver = await listenTcp((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n')
      socket.once('data', () => socket.end())
    })
  })
  const socket = connect({ port: await openTestGate(receiver.port), host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  const texts: string[] = []
  socket.on('data', (chunk: Buffer) => {
    texts.push(chunk.toString())
    socket.write('more of the body')
  })
  socket.write('POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\nbody')
  await once(socket, 'close')
  expect(texts.join('')).toBe('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n')
})

test('the gate closes its side when the receiver closes an idle connection', async () => {
  const receiver = await listenTcp((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
      setImmediate(() => socket.end())
    })
  })
  const answer = await exchangeRaw(
    await openTestGate(receiver.port),
    'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  )
  expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  expect(answer).not.toContain('502')
})

test('the gate lets a client go that never said anything, or that was reset', async () => {
  const received: string[] = []
  const receiver = await listenTcp((socket) => {
    socket.on('data', (chunk: Buffer) => received.push(chunk.toString()))
  })
  const gate = await openGate(receiver.port)
  const silent = connect({ port: gate.port, host: '127.0.0.1' })
  silent.end()
  await once(silent, 'close')
  const rude = connect({ port: gate.port, host: '127.0.0.1' })
  rude.write('GET / HTTP/1.1\r\n')
  await until(() => received.length > 0)
  rude.resetAndDestroy()
  const connections = promisify(receiver.server.getConnections.bind(receiver.server))
  while ((await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 2))
  await gate.close()
  expect(received).toEqual(['GET / HTTP/1.1\r\n'])
})

/** A connection that never ends by itself. */
function connectHalfOpen(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  return socket.on('error', () => undefined)
}

test('a connection that says nothing is closed in time, where the client of the tunnel keeps none', async () => {
  const { port } = await startApp(echo)
  const patient = connectHalfOpen(await openTestGate(port, { silentMs: null }))
  await once(patient, 'connect')
  const stranger = connectHalfOpen(await openTestGate(port, { silentMs: 50 }))
  await once(stranger.resume(), 'end')
  // It has been silent for longer than the stranger.
  expect(patient.readableEnded).toBe(false)
  patient.write(PLAIN_GET)
  const [answer] = (await once(patient, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /)
})

test('a connection whose answer is out is closed, though the caller leaves it open', async () => {
  const receiver = await listenTcp(
    (socket) => void socket.end('HTTP/1.1 408 Request Timeout\r\n\r\n'),
  )
  const caller = connectHalfOpen(await openTestGate(receiver.port, { lingerMs: 50 }))
  caller.write('POST / HTTP/1.1\r\n')
  await once(caller.resume(), 'end')
  // The write that finds the other side gone is what tells.
  while (!caller.destroyed) {
    caller.write('x')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
})

test('more connections than the limit are closed as they come, and those before go on', async () => {
  const { port } = await startApp(echo)
  const gatePort = await openTestGate(port, { connections: 2 })
  const [first, second] = [connectHalfOpen(gatePort), connectHalfOpen(gatePort)]
  await Promise.all([once(first, 'connect'), once(second, 'connect')])
  const third = connectHalfOpen(gatePort)
  await once(third.resume(), 'end')
  first.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  const [answer] = (await once(first, 'data')) as [Buffer]
  expect(answer.toString()).toContain('200')
})

/** Opens a gate to a receiver that answers with what the test says, and one connection to it. */
async function openTalk() {
  const heard = createLog<Socket>()
  const receiver = await listenTcp((socket) => {
    socket.on('data', () => heard.note(socket))
  })
  const gate = await openGate(receiver.port)
  onTestFinished(() => gate.close())
  const caller = connect({ port: gate.port, host: '127.0.0.1' })
  onTestFinished(() => void caller.destroy())
  const say = async (text: string): Promise<Socket> => {
    const before = heard.all.length
    caller.write(text)
    await until(() => heard.all.length > before)
    return heard.all[before] as Socket
  }
  const answer = async (socket: Socket, text: string): Promise<void> => {
    socket.write(text)
    await once(caller, 'data')
  }
  return { gate, caller, say, answer }
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
const PLAIN_GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

test('a connection is in use from its first byte to the answer, and again from the next request', async () => {
  const { gate, say, answer } = await openTalk()
  expect(gate.takePeak()).toBe(0)
  const socket = await say(PLAIN_GET)
  await answer(socket, OK)
  expect(gate.takePeak()).toBe(1)
  expect(gate.takePeak()).toBe(0)
  await say(PLAIN_GET)
  expect(gate.takePeak()).toBe(1)
  expect(gate.takePeak()).toBe(1)
})

test('a connection is in use while the receiver has only asked for the body', async () => {
  const { gate, say, answer } = await openTalk()
  const socket = await say('POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n')
  await answer(socket, 'HTTP/1.1 100 Continue\r\n\r\n')
  gate.takePeak()
  expect(gate.takePeak()).toBe(1)
  await say('body')
  await answer(socket, OK)
  gate.takePeak()
  expect(gate.takePeak()).toBe(0)
})

test.each<[string, (caller: Socket, receiver: Socket) => void]>([
  ['caller', (caller) => caller.resetAndDestroy()],
  ['receiver', (_caller, receiver) => receiver.resetAndDestroy()],
])('a connection is out of use when its %s has left', async (_name, leave) => {
  const { gate, caller, say } = await openTalk()
  const socket = await say(PLAIN_GET)
  caller.resume()
  leave(caller, socket)
  gate.takePeak()
  await until(() => gate.takePeak() === 0)
})

/** Lets `before` act just before the first server listens on ::1. */
function beforeListeningOnV6(before: (server: Server, port: number) => void): void {
  // oxlint-disable-next-line typescript/unbound-method -- applied below to the server it is called on
  const listen = Server.prototype.listen
  let isFirst = true
  const spy = vi.spyOn(Server.prototype, 'listen').mockImplementation(function spied(
    this: Server,
    ...args: unknown[]
  ) {
    const options = args[0] as { host?: string; port: number }
    if (options.host === '::1' && isFirst) {
      isFirst = false
      before(this, options.port)
    }
    return Reflect.apply(listen, this, args) as Server
  } as Server['listen'])
  onTestFinished(() => spy.mockRestore())
}

test('the gate takes another port when a stranger holds the one on ::1', async () => {
  let strangerPort = 0
  beforeListeningOnV6((_server, port) => {
    strangerPort = port
    const stranger = createServer().listen({ port, host: '::1' })
    onTestFinished(() => void stranger.close())
  })
  const receiver = await startApp(echo)
  const port = await openTestGate(receiver.port)
  expect(strangerPort).toBeGreaterThan(0)
  expect(port).not.toBe(strangerPort)
  const socket = connect({ port, host: '::1' })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
})

test('the gate does without ::1 where there is no IPv6', async () => {
  beforeListeningOnV6((server) => {
    process.nextTick(() =>
      server.emit('error', Object.assign(new Error(), { code: 'EAFNOSUPPORT' })),
    )
  })
  const receiver = await startApp(echo)
  const answer = await ask({ port: await openTestGate(receiver.port), method: 'POST', body: 'v4' })
  expect(answer.body.toString()).toBe('v4')
})

test('closing the gate ends every socket', async () => {
  const receiver = await startApp(() => undefined)
  const gate = await openGate(receiver.port)
  const sockets = ['', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'].map((text) => {
    const socket = connect({ port: gate.port, host: '127.0.0.1' })
    socket.on('error', () => undefined)
    if (text !== '') socket.write(text)
    return socket
  })
  await Promise.all(sockets.map(async (socket) => once(socket, 'connect')))
  const closed = Promise.all(
    sockets.map(async (socket) => new Promise((resolve) => socket.once('close', resolve))),
  )
  await gate.close()
  await closed
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true])
})

test('an idle tunnel outlives the header timeout of its receiver', async () => {
  const receiver = await startApp(echo, { headersTimeout: 200, connectionsCheckingInterval: 50 })
  let connections = 0
  receiver.server.on('connection', () => {
    connections += 1
  })
  const { relay } = await openRelay()
  const { host } = await connectStock(relay, await openTestGate(receiver.port))
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(connections).toBe(0)
  for (let index = 0; index < 10; index += 1) {
    const body = `body ${index}`
    const answer = await ask({ port: relay.port, host, method: 'POST', body })
    expect(answer.body.toString()).toBe(body)
  }
  await until(() => relay.clients()[0]?.sockets === 10)
})
