import type { Clock, Random } from '../../context.ts'
import type { JudgeOptions } from '../../contract/acknowledgement.ts'
import type { LoadAssertion } from '../../contract/load-assertion.ts'
import type { LoadModel, LoadReport } from '../../contract/load-report.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import type { AttemptOptions } from '../attempt.ts'
import { rememberHeaders, type Endpoint } from '../endpoint.ts'
import type { TokenSource } from '../token-source.ts'
import { createLoadFigures, type LoadFigures } from './load-figures.ts'
import type { LoadPart } from './load-part.ts'
import type { LoadLimits, LoadRun } from './load-run.ts'
import { reportProgress, type ProgressListener } from './report-progress.ts'
import { runClosed } from './run-closed.ts'
import { runOpen } from './run-open.ts'
import { runSession, type SessionRunOptions } from './run-session.ts'
import { eitherSignal, followForSessions } from './session-signals.ts'
import { createSessionSource, type SessionSourceOptions } from './session-source.ts'
import { ALONE, shareOf, type ThreadShare } from './thread-share.ts'
import { toLoadReport } from './to-load-report.ts'

/** What one thread needs for its part of a run. */
export interface LoadPartOptions
  extends
    LoadLimits,
    Pick<SessionSourceOptions, 'templates' | 'externalCustomerId' | 'seed' | 'duplicate'>,
    Pick<SessionRunOptions, 'retryDelaysMs' | 'retryOrder' | 'stopOnGone'> {
  /** Of the whole run, not of one thread. */
  readonly model: LoadModel
  /** Until the full concurrency, or rate, is reached; part of the warm-up where there is one. */
  readonly rampMs: number
  /** What is due, or sent, before is counted apart. */
  readonly warmupMs: number
  readonly exchange: Exchange
  readonly endpoint: Endpoint
  readonly tokens: TokenSource
  readonly judge: JudgeOptions
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
  /** Told now and then how the run stands. */
  readonly onProgress?: ProgressListener
  /** @default 250 */
  readonly progressEveryMs?: number
  /** @default the whole run */
  readonly share?: ThreadShare
  /** Open model: the most sessions in flight. @default MOST_IN_FLIGHT */
  readonly mostInFlight?: number
}

export interface LoadOptions extends LoadPartOptions {
  /** hookstep's own version. */
  readonly version: string
  readonly assertions: readonly LoadAssertion[]
}

/** Sessions in flight of one run; each has a socket, or waits for one. */
export const MOST_IN_FLIGHT = 10_000

/**
 * Plays a load on an endpoint and gives what came of it: the part that was done, when the signal aborts,
 * with `isInterrupted`. A bad endpoint is a figure of the report; rejects only with a bug.
 */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const startedAt = options.clock.now()
  const part = await runLoadPart(options)
  return toLoadReport(part, { ...options, startedAt, workers: 1 })
}

/** The same for one thread: what it measured, to be merged with that of others (`mergeLoadParts`). */
export async function runLoadPart(options: LoadPartOptions): Promise<LoadPart> {
  requireLimits(options)
  const { clock, share = ALONE } = options
  const broken = new AbortController()
  const signal = eitherSignal(options.signal, broken.signal)
  const figures = createLoadFigures(options.warmupMs)
  const startMs = clock.monotonicMs()
  const ended = new AbortController()
  const progress = reportProgress({ ...options, figures, startMs, signal: ended.signal })
  try {
    await runModel(options, createRun({ ...options, signal, share }, figures, startMs, broken))
  } finally {
    ended.abort()
    await progress
  }
  return figures.part(clock.monotonicMs() - startMs, options.signal.aborted)
}

async function runModel({ model, mostInFlight }: LoadPartOptions, run: LoadRun): Promise<void> {
  if (model.kind === 'closed') return runClosed(model.concurrency, run)
  const most = Math.max(1, shareOf(mostInFlight ?? MOST_IN_FLIGHT, run.share))
  return runOpen(model.ratePerSecond, most, run)
}

/** A session that fails by a bug takes the others with it: nothing may go on unseen. */
function createRun(
  options: LoadPartOptions & { readonly share: ThreadShare },
  figures: LoadFigures,
  startMs: number,
  broken: AbortController,
): LoadRun {
  const { clock, signal } = options
  const source = createSessionSource(options)
  const attempt = toAttemptOptions(options)
  const model = options.model.kind
  const takePlace = followForSessions(signal, (own) => ({
    ...options,
    ...{ model, figures, startMs, attempt: { ...attempt, signal: own } },
  }))
  const sinceStart = (): number => clock.monotonicMs() - startMs
  const runNext = async (dueMs: number, isMeasured: boolean): Promise<void> => {
    figures.sessionStarted(sinceStart(), isMeasured)
    const place = takePlace()
    try {
      await runSession(source.next(), dueMs, place.prepared)
      figures.sessionEnded(sinceStart(), isMeasured, !signal.aborted)
    } catch (error) {
      broken.abort(error)
      throw error
    } finally {
      place.end()
    }
  }
  return { ...options, limits: options, source, figures, signal, startMs, runNext }
}

function toAttemptOptions(options: LoadPartOptions): AttemptOptions {
  const { exchange, endpoint, tokens, judge, clock, signal } = options
  const headersFor = rememberHeaders()
  return { exchange, endpoint, tokens, judge, clock, signal, headersFor }
}

function requireLimits({ sessions, durationMs }: LoadLimits): void {
  if (sessions === null && durationMs === null) throw new RangeError('a load needs a limit')
}
