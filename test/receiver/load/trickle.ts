import net from 'node:net'
import { onTestFinished } from 'vitest'

/** How a slow sender was got rid of. */
export interface TrickleEnd {
  /** From its first byte until its connection was closed. */
  readonly closedAfterMs: number
  /** The status that it was told; null where it was none. */
  readonly httpStatus: number | null
}

const SLOW_HEADERS = 'POST /webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '
const SLOW_BODY =
  'POST /webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 300\r\n\r\n{'

/** What a slow sender is slow with. */
export type TricklePart = 'headers' | 'body'

/** Opens this many connections that send a byte a second; resolves when the receiver has closed them all. */
export async function trickle(
  port: number,
  part: TricklePart,
  count: number,
): Promise<TrickleEnd[]> {
  const start = part === 'headers' ? SLOW_HEADERS : SLOW_BODY
  return Promise.all(Array.from({ length: count }, async () => trickleOne(port, start)))
}

async function trickleOne(port: number, start: string): Promise<TrickleEnd> {
  const socket = net.connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  let text = ''
  let startedAt = NaN
  let timer: NodeJS.Timeout | undefined
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  socket.on('error', () => {})
  socket.on('connect', () => {
    startedAt = performance.now()
    socket.write(start)
    timer = setInterval(() => socket.write('x'), 1000)
  })
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(timer)
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1]
  return {
    closedAfterMs: performance.now() - startedAt,
    httpStatus: status === undefined ? null : Number(status),
  }
}
