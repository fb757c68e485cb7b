import type { Clock, Random } from '../../../context.ts'
import type { Exchange } from '../../../exchange/exchange.ts'
import { runLoadPart } from '../run-load.ts'
import type { FromThread, LoadJob, ThreadPort, ToThread } from './messages.ts'
import { toSentPart } from './sent-part.ts'
import { askForTokens } from './thread-tokens.ts'

/** What a thread has of its own. */
export interface ThreadMeans {
  readonly exchange: Exchange
  readonly clock: Clock
  readonly random: Random
}

/**
 * The side of the thread: says that it is ready, waits for its job, does it, and hands back what it
 * measured. A bug is handed back too.
 */
export function serveLoad(port: ThreadPort<FromThread, ToThread>, means: ThreadMeans): void {
  const stop = new AbortController()
  port.onMessage((message) => {
    if (message.kind === 'stop') stop.abort(new Error('stopped by the main thread'))
    if (message.kind !== 'start') return
    runJob(message.job, port, means, stop.signal).then(
      (part) => port.post({ kind: 'done', part: toSentPart(part) }),
      (error: unknown) => port.post({ kind: 'failed', message: describe(error) }),
    )
  })
  port.post({ kind: 'ready' })
}

async function runJob(
  job: LoadJob,
  port: ThreadPort<FromThread, ToThread>,
  means: ThreadMeans,
  signal: AbortSignal,
): ReturnType<typeof runLoadPart> {
  const { exchange, clock, random } = means
  return runLoadPart({
    ...job,
    exchange,
    clock,
    random,
    endpoint: { ...job.endpoint, url: new URL(job.endpoint.url) },
    tokens: askForTokens({ port, clock, signal }),
    signal,
    onProgress: (progress, latencies) =>
      port.post({ kind: 'progress', progress, latencies: latencies.encode() }),
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
