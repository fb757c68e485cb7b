import { judgeAssertions, type LoadAssertion } from '../../contract/load-assertion.ts'
import type { LoadModel, LoadReport, LoadSlice, StatusLoad } from '../../contract/load-report.ts'
import { secretHeaderNames, type Endpoint } from '../endpoint.ts'
import { sumLatencies } from './latencies.ts'
import type { LoadPart, StatusPart } from './load-part.ts'
import type { SlicePart } from './slices.ts'

/** What a report tells of a run beside what was measured. */
export interface LoadFacts {
  readonly version: string
  readonly endpoint: Pick<Endpoint, 'url' | 'headers'>
  readonly startedAt: Date
  readonly model: LoadModel
  readonly seed: number
  readonly workers: number
  readonly warmupMs: number
  readonly assertions: readonly LoadAssertion[]
}

/** The report of a run, its assertions judged. */
export function toLoadReport(part: LoadPart, facts: LoadFacts): LoadReport {
  const { version, endpoint, startedAt, model, seed, workers, assertions } = facts
  const figures = { ...toTotals(part), durationMs: part.durationMs }
  return {
    version,
    url: endpoint.url.href,
    startedAt,
    model,
    seed,
    workers,
    sessions: part.sessions,
    ...figures,
    reasons: part.reasons,
    wrongStatuses: part.wrongStatuses,
    ...(facts.warmupMs > 0 ? { warmup: part.warmup } : {}),
    ...(part.unanswered > 0 ? { unanswered: part.unanswered } : {}),
    ...toLateness(part, model),
    byStatus: Object.entries(part.statuses).map(toStatus),
    slices: toSlices(part),
    assertions: judgeAssertions(figures, assertions),
    isInterrupted: part.isInterrupted,
    secretHeaders: secretHeaderNames(endpoint),
  }
}

function toTotals({
  statuses,
}: LoadPart): Pick<
  LoadReport,
  'attempts' | 'acknowledged' | 'rejected' | 'latency' | 'percentiles'
> {
  const all = Object.values(statuses)
  const latencies = sumLatencies(all.map((status) => status.latencies))
  const attempts = all.reduce((total, status) => total + status.attempts, 0)
  const rejected = all.reduce((total, status) => total + status.rejected, 0)
  return {
    attempts,
    acknowledged: attempts - rejected,
    rejected,
    latency: latencies.summary(),
    percentiles: latencies.curve(),
  }
}

function toLateness(
  { startLateness }: LoadPart,
  model: LoadModel,
): Pick<LoadReport, 'startLateness'> {
  return model.kind === 'open' ? { startLateness: startLateness.summary() } : {}
}

function toStatus([onboardingStatus, status]: [string, StatusPart]): StatusLoad {
  const latency = status.latencies.summary()
  return { onboardingStatus, latency, rejected: status.rejected }
}

/** The last slice is as long as the run was, and no longer. */
function toSlices({ slices: { lengthMs, slices }, durationMs }: LoadPart): LoadSlice[] {
  return slices.map((slice, index) => toSlice(slice, index * lengthMs, lengthMs, durationMs))
}

function toSlice(
  { attempts, rejected, inFlight, latencies }: SlicePart,
  fromMs: number,
  lengthMs: number,
  durationMs: number,
): LoadSlice {
  return {
    fromMs,
    lengthMs: Math.max(0, Math.min(lengthMs, durationMs - fromMs)),
    attempts,
    rejected,
    p50: latencies?.percentile(50) ?? null,
    p99: latencies?.percentile(99) ?? null,
    inFlight,
  }
}
