import { Worker } from 'node:worker_threads'
import type { FromThread, ToThread } from '../../delivery/load/threads/messages.ts'
import type { LoadThread } from '../../delivery/load/threads/run-load-on-threads.ts'

/** Starts `program` (`dist/load-thread.js`) on a thread of its own. It has no part in the terminal. */
export function startLoadThread(program: URL): LoadThread {
  const worker = new Worker(program, { argv: [], stdin: false })
  const died = new Promise<never>((_, reject) => {
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`a thread of load ended by itself (${code})`)))
  })
  return {
    died,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, and no window
    post: (message: ToThread) => worker.postMessage(message),
    onMessage: (listener: (message: FromThread) => void) => worker.on('message', listener),
    close: async () => void (await worker.terminate()),
  }
}
