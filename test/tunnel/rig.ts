import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  createServer,
  type Server,
  request as startRequest,
  type IncomingMessage,
  type RequestListener,
  type ServerOptions,
} from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import type { AddressInfo, Server as TcpServer } from 'node:net'
import localtunnel from 'localtunnel'
import { onTestFinished } from 'vitest'
import type { Random } from '../../src/context.ts'
import { systemClock } from '../../src/system-clock.ts'
import { startRelay } from '../../src/tunnel/relay/start-relay.ts'
import type { Relay, RelayEvent, RelayOptions } from '../../src/tunnel/relay/relay.ts'
import type { Tunnel, TunnelEvent, TunnelOptions } from '../../src/tunnel/tunnel.ts'
import { fastClock } from '../helpers/steady-clock.ts'

export { fastClock }

export const random: Random = { bytes: (count) => randomBytes(count) }

/** Things that happen, and a way to wait for one of them. */
export interface Log<T> {
  readonly all: T[]
  readonly note: (item: T) => void
  readonly waitFor: (matches: (item: T) => boolean) => Promise<T>
}

export function createLog<T>(): Log<T> {
  const all: T[] = []
  const waiting = new Set<(item: T) => void>()
  return {
    all,
    note: (item) => {
      all.push(item)
      for (const waiter of waiting) waiter(item)
    },
    waitFor: async (matches) => {
      const found = all.find(matches)
      if (found !== undefined) return found
      return new Promise((resolve) => {
        const waiter = (item: T): void => {
          if (!matches(item)) return
          waiting.delete(waiter)
          resolve(item)
        }
        waiting.add(waiter)
      })
    },
  }
}

export async function listenTcp(
  accept: (socket: Socket) => void,
  port = 0,
): Promise<{ port: number; server: TcpServer }> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    accept(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { port: (server.address() as AddressInfo).port, server }
}

/** A local app on 127.0.0.1. */
export async function startApp(
  answer: RequestListener,
  options: ServerOptions = {},
  port = 0,
): Promise<{ port: number; server: Server; close: () => Promise<void> }> {
  const server = createServer(options, answer)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  onTestFinished(close)
  return { port: (server.address() as AddressInfo).port, server, close }
}

export async function readBytes(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** An app that gives the request's body back. */
export const echo: RequestListener = (request, response) => {
  void readBytes(request).then(
    (body) => {
      response.setHeader('content-type', 'application/octet-stream')
      return response.end(body)
    },
    () => undefined,
  )
}

export interface Answer {
  readonly status: number
  readonly body: Buffer
  readonly message: IncomingMessage
}

export interface AskOptions {
  readonly port: number
  readonly host?: string
  readonly method?: string
  readonly path?: string
  readonly headers?: readonly string[]
  readonly body?: Buffer | string
}

/** Sends one request on a fresh socket to 127.0.0.1, with any Host header. */
export async function ask(options: AskOptions): Promise<Answer> {
  const { port, host = '127.0.0.1', method = 'GET', path = '/', body } = options
  const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))]
  const extra = options.headers ?? ['Connection', 'keep-alive']
  const headers = ['Host', host, ...extra, ...length]
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = startRequest({
      host: '127.0.0.1',
      port,
      method,
      path,
      agent: false,
      headers: headers as unknown as Record<string, string>,
    })
    request.once('response', resolve).once('error', reject)
    request.end(body)
  })
  return { status: message.statusCode ?? 0, body: await readBytes(message), message }
}

/** Sends raw bytes to a port of this machine and gives everything that comes back. */
export async function exchangeRaw(port: number, ...parts: (Buffer | string)[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  for (const part of parts) socket.write(part)
  return (await readBytes(socket)).toString('latin1')
}

export interface RelayRig {
  readonly relay: Relay
  readonly log: Log<RelayEvent>
}

export async function openRelay(options: Partial<RelayOptions> = {}): Promise<RelayRig> {
  const log = createLog<RelayEvent>()
  const defaults = { port: 0, clock: systemClock, random, onEvent: log.note }
  const relay = await startRelay({ ...defaults, ...options })
  onTestFinished(() => relay.close())
  return { relay, log }
}

/** Connects the real stock client and waits until the relay has all ten sockets. */
export async function connectStock(
  relay: Relay,
  port: number,
  subdomain?: string,
): Promise<{ id: string; host: string; close: () => void }> {
  const options = { port, host: relay.url, ...(subdomain === undefined ? {} : { subdomain }) }
  const client = await localtunnel(options)
  client.on('error', () => undefined)
  onTestFinished(() => client.close())
  const host = new URL(client.url).host
  const id = host.split('.')[0] ?? ''
  await until(() => relay.clients().some((one) => one.id === id && one.sockets === 10))
  return { id, host, close: () => client.close() }
}

/** Waits, turn by turn of the event loop and for 10 s at most, until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + 10_000
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error('it never came to be so')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Asks a tunnel's public URL, whose name no resolver here knows, on 127.0.0.1. */
export async function askPublic(
  publicUrl: string,
  options: Omit<AskOptions, 'port' | 'host'> = {},
): Promise<Answer> {
  const { host, port } = new URL(publicUrl)
  return ask({ ...options, port: Number(port), host })
}

export interface TunnelRig {
  readonly options: TunnelOptions
  readonly log: Log<TunnelEvent>
  readonly abort: (reason: unknown) => void
}

/** Options for a tunnel whose probe is a GET that any answer from an app satisfies. */
export function tunnelRig(
  over: Partial<TunnelOptions> & { localPort: number; relayUrl: string },
): TunnelRig {
  const controller = new AbortController()
  const log = createLog<TunnelEvent>()
  const options: TunnelOptions = {
    probe: async (publicUrl) => {
      const { status } = await askPublic(publicUrl, { headers: ['Connection', 'close'] })
      return { ok: status === 200, detail: `HTTP ${status}` }
    },
    onEvent: log.note,
    clock: fastClock(10),
    signal: controller.signal,
    openTimeoutMs: 30_000,
    ...over,
  }
  return { options, log, abort: (reason) => controller.abort(reason) }
}

/** Closes a tunnel with its test. */
export async function keep(tunnel: Promise<Tunnel>): Promise<Tunnel> {
  const opened = await tunnel
  onTestFinished(() => opened.close())
  return opened
}
