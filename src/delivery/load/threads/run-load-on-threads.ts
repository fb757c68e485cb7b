import type { LoadProgress } from '../../../contract/load-progress.ts'
import type { LoadModel, LoadReport } from '../../../contract/load-report.ts'
import { mergeLoadParts, type LoadPart } from '../load-part.ts'
import type { SharedTokenSource } from '../../token-source.ts'
import type { LoadOptions } from '../run-load.ts'
import { toLoadReport } from '../to-load-report.ts'
import type { ThreadProgress } from './merge-progress.ts'
import type { FromThread, LoadJob, ThreadPort, ToThread } from './messages.ts'
import { readSentPart } from './sent-part.ts'
import { tellInRounds } from './tell-in-rounds.ts'
import { answerForTokens } from './thread-tokens.ts'

/** A thread on which `serveLoad` runs. */
export interface LoadThread extends ThreadPort<ToThread, FromThread> {
  /** Rejects when the thread dies. */
  readonly died: Promise<never>
  readonly close: () => Promise<void>
}

export interface ThreadedLoadOptions extends Omit<
  LoadOptions,
  'exchange' | 'share' | 'random' | 'tokens' | 'onProgress'
> {
  /** At most; no more than sessions may be in flight. */
  readonly workers: number
  /** Told now and then how the run stands. */
  readonly onProgress?: (progress: LoadProgress) => void
  readonly startThread: () => LoadThread
  /** Asked by all threads. */
  readonly tokens: SharedTokenSource
}

/**
 * The same as `runLoad`, the sessions spread over threads, which begin together. With the same seed the
 * sessions are the same ones. A thread that dies, or has a bug, ends the run, and rejects.
 */
export async function runLoadOnThreads(options: ThreadedLoadOptions): Promise<LoadReport> {
  const workers = countOf(options.workers, options.model)
  const threads = Array.from({ length: workers }, () => options.startThread())
  // Whoever waits for a thread hears of it.
  for (const { died } of threads) died.catch(() => {})
  const stop = (): void => threads.forEach(({ post }) => post({ kind: 'stop' }))
  options.signal.addEventListener('abort', stop)
  try {
    await Promise.all(threads.map(readinessOf))
    // Comes before its job, so that nothing is sent.
    if (options.signal.aborted) stop()
    const startedAt = options.clock.now()
    const rounds = tellInRounds(workers, options.onProgress ?? (() => {}))
    const parts = threads.map(async (thread, index) => {
      const tell = (progress: ThreadProgress): void => rounds.hear(index, progress)
      answerForTokens(thread, options.tokens)
      return runOn(thread, toJob(options, { index, of: workers }), tell)
    })
    const part = mergeLoadParts(await Promise.all(parts))
    rounds.end()
    return toLoadReport(part, { ...options, startedAt, workers })
  } finally {
    options.signal.removeEventListener('abort', stop)
    await Promise.all(threads.map(async ({ close }) => close()))
  }
}

function countOf(workers: number, model: LoadModel): number {
  return model.kind === 'closed' ? Math.min(workers, model.concurrency) : workers
}

async function readinessOf(thread: LoadThread): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    thread.onMessage(({ kind }) => {
      if (kind === 'ready') resolve()
    })
  })
  await Promise.race([ready, thread.died])
}

async function runOn(
  thread: LoadThread,
  job: LoadJob,
  tell: (progress: ThreadProgress) => void,
): Promise<LoadPart> {
  const done = new Promise<LoadPart>((resolve, reject) => {
    thread.onMessage((message) => {
      if (message.kind === 'progress') tell(message)
      if (message.kind === 'done') resolve(readSentPart(message.part))
      if (message.kind === 'failed') reject(new Error(`a thread failed: ${message.message}`))
    })
  })
  thread.post({ kind: 'start', job })
  return Promise.race([done, thread.died])
}

/** Field by field: what else the options hold could not be sent. */
function toJob(options: ThreadedLoadOptions, share: LoadJob['share']): LoadJob {
  const { endpoint, progressEveryMs, mostInFlight } = options
  return {
    templates: options.templates,
    externalCustomerId: options.externalCustomerId,
    seed: options.seed,
    duplicate: options.duplicate,
    model: options.model,
    sessions: options.sessions,
    durationMs: options.durationMs,
    rampMs: options.rampMs,
    warmupMs: options.warmupMs,
    retryDelaysMs: options.retryDelaysMs,
    retryOrder: options.retryOrder,
    stopOnGone: options.stopOnGone,
    judge: options.judge,
    ...(progressEveryMs === undefined ? {} : { progressEveryMs }),
    ...(mostInFlight === undefined ? {} : { mostInFlight }),
    endpoint: { ...endpoint, url: endpoint.url.href },
    share,
  }
}
