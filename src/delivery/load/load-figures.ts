import type { Reason } from '../../contract/acknowledgement.ts'
import type { LoadProgress } from '../../contract/load-progress.ts'
import { createLatencies, sumLatencies, type Latencies } from './latencies.ts'
import type { LoadPart } from './load-part.ts'
import { createSlices } from './slices.ts'

/** One attempt, as far as it counts. */
export interface CountedAttempt {
  readonly onboardingStatus: string
  /** Null for an acknowledgement. */
  readonly reason: Reason | null
  /** Null where nothing was sent. */
  readonly latencyMs: number | null
  /** Of the answer; null where there was none. */
  readonly httpStatus: number | null
  /** When it was due or sent, and when it ended, in milliseconds from the start of the run. */
  readonly fromMs: number
  readonly endMs: number
}

/**
 * The figures of a run under way. Nothing is kept of an attempt but its place in the histograms, so they
 * take no more room after a million. Moments are milliseconds from the start of the run.
 */
export interface LoadFigures {
  readonly sessionStarted: (atMs: number, isMeasured: boolean) => void
  /** `isFinished` is false for one that was interrupted. */
  readonly sessionEnded: (atMs: number, isMeasured: boolean, isFinished: boolean) => void
  /** How late a session began, in the open model. */
  readonly startedLate: (ms: number) => void
  readonly attemptEnded: (attempt: CountedAttempt) => void
  readonly measuredSessions: () => number
  readonly progress: () => FigureProgress
  readonly part: (endMs: number, isInterrupted: boolean) => LoadPart
}

export interface FigureProgress extends Pick<
  LoadProgress,
  'sessions' | 'attempts' | 'rejected' | 'reasons'
> {
  readonly latencies: Latencies
}

interface StatusFigures {
  attempts: number
  rejected: number
  readonly latencies: Latencies
}

interface Counts {
  readonly sessions: { started: number; finished: number; inFlight: number }
  readonly warmup: { sessions: number; attempts: number; rejected: number }
  readonly reasons: Partial<Record<Reason, number>>
  readonly wrongStatuses: Record<string, number>
  readonly statuses: Map<string, StatusFigures>
  readonly startLateness: Latencies
  readonly slices: ReturnType<typeof createSlices>
  unanswered: number
}

/** Figures with nothing in them. What was due, or sent, before `warmupMs` is counted apart. */
export function createLoadFigures(warmupMs: number): LoadFigures {
  const counts = emptyCounts()
  const { sessions, warmup, slices } = counts
  const changeInFlight = (atMs: number, by: 1 | -1): void => {
    sessions.inFlight += by
    slices.setInFlight(atMs - warmupMs, sessions.inFlight)
  }
  return {
    sessionStarted: (atMs, isMeasured) => {
      changeInFlight(atMs, 1)
      if (isMeasured) sessions.started += 1
      else warmup.sessions += 1
    },
    sessionEnded: (atMs, isMeasured, isFinished) => {
      changeInFlight(atMs, -1)
      if (isMeasured && isFinished) sessions.finished += 1
    },
    startedLate: counts.startLateness.record,
    attemptEnded: (attempt) => countAttempt(counts, attempt, warmupMs),
    measuredSessions: () => sessions.started,
    progress: () => toProgress(counts),
    part: (endMs, isInterrupted) => toPart(counts, Math.max(0, endMs - warmupMs), isInterrupted),
  }
}

function emptyCounts(): Counts {
  return {
    sessions: { started: 0, finished: 0, inFlight: 0 },
    warmup: { sessions: 0, attempts: 0, rejected: 0 },
    reasons: {},
    wrongStatuses: {},
    statuses: new Map(),
    startLateness: createLatencies(),
    slices: createSlices(),
    unanswered: 0,
  }
}

/** An interrupted attempt tells nothing of the endpoint: nobody waited for its answer. */
function countAttempt(counts: Counts, attempt: CountedAttempt, warmupMs: number): void {
  const { reason, latencyMs, fromMs, endMs } = attempt
  const isRejected = reason !== null
  if (reason === 'INTERRUPTED') {
    counts.unanswered += 1
  } else if (fromMs < warmupMs) {
    counts.warmup.attempts += 1
    if (isRejected) counts.warmup.rejected += 1
  } else {
    if (isRejected) countReason(counts, reason, attempt.httpStatus)
    countForStatus(counts.statuses, attempt)
    counts.slices.record(endMs - warmupMs, latencyMs, isRejected)
  }
}

function countReason(
  { reasons, wrongStatuses }: Counts,
  reason: Reason,
  httpStatus: number | null,
): void {
  reasons[reason] = (reasons[reason] ?? 0) + 1
  if (reason !== 'WRONG_STATUS' || httpStatus === null) return
  wrongStatuses[httpStatus] = (wrongStatuses[httpStatus] ?? 0) + 1
}

function countForStatus(
  statuses: Counts['statuses'],
  { onboardingStatus, reason, latencyMs }: CountedAttempt,
): void {
  let figures = statuses.get(onboardingStatus)
  if (figures === undefined) {
    figures = { attempts: 0, rejected: 0, latencies: createLatencies() }
    statuses.set(onboardingStatus, figures)
  }
  figures.attempts += 1
  if (reason !== null) figures.rejected += 1
  if (latencyMs !== null) figures.latencies.record(latencyMs)
}

function toProgress({ sessions, reasons, statuses }: Counts): FigureProgress {
  const all = [...statuses.values()]
  return {
    sessions: { ...sessions },
    attempts: all.reduce((total, status) => total + status.attempts, 0),
    rejected: all.reduce((total, status) => total + status.rejected, 0),
    reasons: { ...reasons },
    latencies: sumLatencies(all.map((status) => status.latencies)),
  }
}

function toPart(counts: Counts, durationMs: number, isInterrupted: boolean): LoadPart {
  const { started, finished } = counts.sessions
  return {
    durationMs,
    sessions: { started, finished },
    reasons: counts.reasons,
    wrongStatuses: counts.wrongStatuses,
    warmup: counts.warmup,
    unanswered: counts.unanswered,
    startLateness: counts.startLateness,
    statuses: Object.fromEntries(counts.statuses),
    slices: counts.slices.part(durationMs),
    isInterrupted,
  }
}
