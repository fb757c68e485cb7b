import { once } from 'node:events'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { startProgram } from '../start-program.ts'

/** Listens, tells its port, and stands still: it never accepts. */
const PROGRAM = `require('node:net').createServer().listen(
  { port: 0, host: '127.0.0.1', backlog: 1 },
  function () {
    require('node:fs').writeSync(1, this.address().port + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/** What the queue of a Linux listener with a backlog of 1 has room for. */
const QUEUE = 2

/** Only there does a full queue drop what comes. */
export const hasDeafPorts = process.platform === 'linux'

/** Gives a port of this machine whose system drops every SYN, as long as the test lasts: its queue is full. */
export async function startDeafPort(): Promise<number> {
  const port = Number((await startProgram('-e', PROGRAM)).line)
  const fillers = Array.from({ length: QUEUE }, async () => {
    const socket = connect({ port, host: '127.0.0.1' })
    onTestFinished(() => void socket.destroy())
    socket.on('error', () => undefined)
    await once(socket, 'connect')
  })
  await Promise.all(fillers)
  return port
}
