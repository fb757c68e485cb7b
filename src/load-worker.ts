/** The way into a worker thread of `load --workers`: a file of its own, so that a thread loads no more than it needs. */
import { parentPort, workerData } from 'node:worker_threads'
import type { ToThread } from './delivery/load/threads/messages.ts'
import { serveLoad } from './delivery/load/threads/serve-load.ts'
import { createPoolExchange, type PoolOptions } from './exchange/pool-exchange.ts'
import { systemClock } from './system-clock.ts'

if (parentPort === null) throw new Error('this file runs in a worker thread')
const port = parentPort

const { exchange } = await createPoolExchange(workerData as PoolOptions)
serveLoad(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', (message: ToThread) => listener(message)),
  },
  {
    exchange,
    clock: systemClock,
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
  },
)
