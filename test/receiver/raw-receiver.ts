import net from 'node:net'
import { expect, onTestFinished } from 'vitest'
import type { ReceivedRequest } from '../../src/contract/received.ts'
import { startReceiver, type Receiver, type ReceiverOptions } from '../../src/receiver/receiver.ts'
import { createTestContext } from '../helpers/test-context.ts'

export const GOOD =
  '{"interviewId":"i1","externalCustomerId":"c","onboardingStatus":"ID_VALIDATION_FINISHED"}'

/** A receiver for raw sockets, with what it told in order. */
export interface RawReceiver {
  readonly receiver: Receiver
  readonly port: number
  readonly told: ReceivedRequest[]
  /** The next request that it tells of and that was not asked for yet. */
  readonly next: () => Promise<ReceivedRequest>
}

/** Starts a receiver that is closed when the test ends. */
export async function startRawReceiver(more: Partial<ReceiverOptions> = {}): Promise<RawReceiver> {
  const { context } = createTestContext()
  const told: ReceivedRequest[] = []
  let asked = 0
  let wake = (): void => {}
  const errors: unknown[] = []
  const receiver = await startReceiver({
    port: 0,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    probe: { path: '/.hookstep/p', nonce: 'nonce' },
    clock: context.clock,
    signal: context.signal,
    onError: (error) => errors.push(error),
    onRequest: (request) => {
      told.push(request)
      wake()
    },
    ...more,
  })
  onTestFinished(async () => {
    await receiver.close()
    expect(errors).toEqual([])
  })
  const next = async (): Promise<ReceivedRequest> => {
    while (told.length <= asked) await new Promise<void>((resolve) => (wake = resolve))
    asked += 1
    return told[asked - 1] as ReceivedRequest
  }
  return { receiver, port: receiver.port, told, next }
}

/** What came back on a connection until it was closed. */
export interface Reply {
  readonly text: string
  /** The status of every answer, in order. */
  readonly statuses: number[]
  /** The headers of the first answer, by lower-case name. */
  readonly headers: Record<string, string>
  readonly body: string
  readonly closedAfterMs: number
  /** The error code of the socket; null for a clean end. */
  readonly error: string | null
}

/** Writes bytes, leaves the connection open, and reads until the receiver closes it. */
export async function talk(
  port: number,
  bytes: string | Uint8Array,
  act: (socket: net.Socket) => void = () => {},
): Promise<Reply> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const startedAt = performance.now()
  let text = ''
  let error: string | null = null
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => (text += chunk))
  socket.on('error', (problem: NodeJS.ErrnoException) => (error = problem.code ?? 'unknown'))
  socket.on('end', () => socket.end())
  socket.write(bytes)
  act(socket)
  await new Promise((resolve) => socket.once('close', resolve))
  return { ...parseReply(text), closedAfterMs: performance.now() - startedAt, error }
}

function parseReply(text: string): Omit<Reply, 'closedAfterMs' | 'error'> {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const lines = head.split('\r\n').slice(1)
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  return { text, statuses, headers, body: rest.join('\r\n\r\n') }
}

/** A request as text; `Connection: close` unless it has a Connection header already. */
export function request(
  { line = 'POST /hook HTTP/1.1', host = 'Host: x', headers = [] as readonly string[] },
  body: string | Uint8Array = GOOD,
): Buffer {
  const bytes = Buffer.from(body)
  const isFramed = headers.some((each) => /^(content-length|transfer-encoding)/i.test(each.trim()))
  const lines = [
    line,
    ...(host === '' ? [] : [host]),
    ...(headers.some((each) => /^connection/i.test(each)) ? [] : ['Connection: close']),
    ...(isFramed ? [] : [`Content-Length: ${bytes.length}`]),
    ...headers,
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes])
}

export const JSON_TYPE = 'Content-Type: application/json'

/** Every row ends with this: the receiver lives, and the next good request is taken. */
export async function expectStillGood(
  { port, next, receiver }: RawReceiver,
  ...headers: string[]
): Promise<void> {
  const known = receiver.sessions().length
  const interviewId = `good-${known}`
  const body = JSON.stringify({ interviewId, onboardingStatus: 'EXPIRED' })
  const { statuses } = await talk(port, request({ headers: [JSON_TYPE, ...headers] }, body))
  expect(statuses).toEqual([204])
  expect(await next()).toMatchObject({ httpStatus: 204, content: { kind: 'notification' } })
  expect(receiver.sessions()).toHaveLength(known + 1)
}
