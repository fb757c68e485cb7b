/** The program of a thread of `load`, with an exchange of its own. `startLoadThread` starts it. */
import { parentPort } from 'node:worker_threads'
import { serveLoad } from './delivery/load/threads/serve-load.ts'
import type { FromThread, ToThread } from './delivery/load/threads/messages.ts'
import { createPoolExchange } from './exchange/pool-exchange.ts'
import { systemClock } from './system-clock.ts'

if (parentPort === null) throw new Error('this is the program of a thread, not of a process')
const port = parentPort

serveLoad(
  {
    post: (message: FromThread) => port.postMessage(message),
    onMessage: (listener: (message: ToThread) => void) => port.on('message', listener),
  },
  {
    openExchange: async ({ connections, endpoint }) =>
      createPoolExchange({ connections, connectTimeoutMs: endpoint.timeoutMs }),
    clock: systemClock,
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
  },
)
