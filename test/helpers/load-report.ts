import type { LoadProgress } from '../../src/contract/load-progress.ts'
import type { LatencySummary, LoadReport, StatusLoad } from '../../src/contract/load-report.ts'

/** Latencies that are easily told apart in a table. */
export function makeLatency(changes: Partial<LatencySummary> = {}): LatencySummary {
  return {
    count: 1000,
    mean: 3.4,
    p50: 1.23,
    p90: 4.56,
    p99: 18.2,
    p999: 140,
    max: 1204,
    ...changes,
  }
}

export const NO_LATENCY: LatencySummary = {
  ...{ count: 0, mean: null, p50: null, p90: null, p99: null, p999: null, max: null },
}

export function makeStatusLoad(onboardingStatus: string, rejected = 0): StatusLoad {
  return { onboardingStatus, latency: makeLatency(), rejected }
}

/** A run of two statuses in which nothing was rejected. */
export function makeLoadReport(changes: Partial<LoadReport> = {}): LoadReport {
  return {
    version: '1.2.3',
    url: 'http://127.0.0.1:3000/webhook',
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
    durationMs: 4000,
    model: { kind: 'closed', concurrency: 50 },
    seed: 7,
    workers: 1,
    sessions: { started: 1000, finished: 1000 },
    attempts: 2000,
    acknowledged: 2000,
    rejected: 0,
    reasons: {},
    wrongStatuses: {},
    latency: makeLatency({ count: 2000 }),
    byStatus: [
      makeStatusLoad('POST_PROCESSING_FINISHED_SECOND_ID'),
      makeStatusLoad('ONBOARDING_FINISHED'),
    ],
    slices: [
      makeSlice(0, { p50: 1.2, p99: 12 }),
      makeSlice(1000, { attempts: 0, p50: null, p99: null }),
      makeSlice(2000, { p50: 1.4, p99: 1204, rejected: 3 }),
      makeSlice(3000, { p50: 1.1, p99: 9 }),
    ],
    percentiles: [
      [0, 0.3],
      [50, 1.23],
      [90, 4.56],
      [99, 18.2],
      [99.9, 140],
      [100, 1204],
    ],
    assertions: [],
    isInterrupted: false,
    secretHeaders: [],
    ...changes,
  }
}

/** The same with rejections, a threshold that held and one that was missed, and all that may be left out. */
export function makeRejectedLoad(changes: Partial<LoadReport> = {}): LoadReport {
  return makeLoadReport({
    model: { kind: 'open', ratePerSecond: 250 },
    acknowledged: 1985,
    rejected: 15,
    reasons: { TIMEOUT: 3, WRONG_STATUS: 12 },
    wrongStatuses: { 500: 2, 503: 10 },
    byStatus: [makeStatusLoad('EXPIRED', 15)],
    assertions: [
      { text: 'p99<200ms', actual: 18.2, isHeld: true },
      { text: 'rejected<0.1%', actual: 0.75, isHeld: false },
    ],
    unanswered: 4,
    warmup: { sessions: 100, attempts: 200, rejected: 1 },
    startLateness: makeLatency({ p99: 0.4, max: 2.5 }),
    ...changes,
  })
}

/** A run that was over before anything was measured. */
export function makeEmptyLoad(changes: Partial<LoadReport> = {}): LoadReport {
  return makeLoadReport({
    sessions: { started: 0, finished: 0 },
    attempts: 0,
    acknowledged: 0,
    durationMs: 0,
    latency: NO_LATENCY,
    byStatus: [],
    slices: [],
    percentiles: [],
    ...changes,
  })
}

/** A run in which every text from outside is this one. */
export function makeLoadOf(text: string): LoadReport {
  return makeRejectedLoad({
    url: `http://127.0.0.1:3000/${text}`,
    byStatus: [makeStatusLoad(text, 15)],
    assertions: [{ text, actual: null, isHeld: false }],
  })
}

export function makeProgress(changes: Partial<LoadProgress> = {}): LoadProgress {
  return {
    elapsedMs: 12_345,
    isWarmingUp: false,
    sessions: { started: 420, finished: 400, inFlight: 20 },
    attempts: 2000,
    rejected: 15,
    reasons: { TIMEOUT: 3, WRONG_STATUS: 12 },
    ratePerSecond: 1234.5,
    p50: 1.23,
    p99: 18.2,
    share: 0.425,
    ...changes,
  }
}

function makeSlice(
  fromMs: number,
  changes: Partial<LoadReport['slices'][number]>,
): LoadReport['slices'][number] {
  return {
    ...{ fromMs, lengthMs: 1000, attempts: 500, rejected: 0, p50: 1, p99: 2, inFlight: 50 },
    ...changes,
  }
}
