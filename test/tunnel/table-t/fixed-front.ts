import { connect, createServer } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Relay } from '../../../src/tunnel/relay/relay.ts'
import { openPort } from '../../../src/tunnel/relay/stoppable-port.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { findFixedPort } from '../../receiver/load/listen-process.ts'
import { ask, startApp } from '../rig.ts'

/** Stands before a relay: the data port that it gives to clients keeps its number when the relay's own changes. */
export interface FixedFront {
  readonly url: string
  readonly dataPort: number
  /** The data port refuses, as a dead relay's does, until the returned function is called. */
  readonly refuse: () => () => Promise<void>
}

export async function startFixedFront(relay: Relay): Promise<FixedFront> {
  let target = 0
  const server = createServer((socket) => {
    const inner = connect({ port: target, host: '127.0.0.1' })
    for (const each of [socket, inner]) each.on('error', () => each.destroy())
    inner.on('close', () => socket.destroy())
    socket.on('close', () => inner.destroy())
    socket.pipe(inner).pipe(socket)
  })
  const wanted = { port: await findFixedPort(), host: '127.0.0.1' }
  const { port: dataPort, refuse, close } = await openPort(server, wanted, systemClock)
  onTestFinished(close)
  const { port } = await startApp(({ url = '/' }, response) => {
    const answerWithOurPort = async (): Promise<void> => {
      const { status, body } = await ask({ port: relay.port, path: url })
      const grant = JSON.parse(body.toString()) as { port: number }
      target = grant.port
      response.writeHead(status).end(JSON.stringify({ ...grant, port: dataPort }))
    }
    answerWithOurPort().catch(() => response.destroy())
  })
  return { url: `http://127.0.0.1:${port}`, dataPort, refuse }
}
