import { Worker } from 'node:worker_threads'
import type { Context } from '../../context.ts'
import type { FromThread } from '../../delivery/load/threads/messages.ts'
import type { LoadThread } from '../../delivery/load/threads/run-load-on-threads.ts'
import type { PoolOptions } from '../../exchange/pool-exchange.ts'

/** Starts a worker thread that serves a load, with sockets of its own. */
export function startThread(
  sockets: PoolOptions,
  { packageRoot }: Pick<Context, 'packageRoot'>,
): LoadThread {
  const worker = new Worker(new URL('dist/load-worker.js', packageRoot), { workerData: sockets })
  const died = new Promise<never>((_resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`a worker thread ended, with ${code}`)))
  })
  // Closing it ends it, too, and then nobody waits for this any more.
  died.catch(() => {})
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', (message: FromThread) => listener(message)),
    died,
    close: async () => void (await worker.terminate()),
  }
}
