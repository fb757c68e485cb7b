import type { Reason } from '../../contract/acknowledgement.ts'
import type {
  JudgedAssertion,
  LoadModel,
  LoadReport,
  StatusLoad,
} from '../../contract/load-report.ts'
import { STATUSES } from '../../contract/status.ts'
import { adviceOn } from '../advice.ts'
import { count } from '../text/units.ts'

type Reasons = LoadReport['reasons']

/** The reasons of a run, the most frequent first. */
export function sortedReasons(reasons: Reasons): [reason: Reason, times: number][] {
  const entries = Object.entries(reasons) as [Reason, number][]
  return entries.filter(([, times]) => times > 0).sort(([, a], [, b]) => b - a)
}

/** `TIMEOUT 12, RESET 3`. */
export function listReasons(reasons: Reasons): string {
  return sortedReasons(reasons)
    .map(([reason, times]) => `${reason} ${times}`)
    .join(', ')
}

/** Why notifications were rejected, and what to do about it. */
export interface Rejections {
  readonly reason: Reason
  readonly times: number
  /** `503 × 100, 500 × 20`: which HTTP statuses came; empty for another reason. */
  readonly statuses: string
  readonly advice: string
}

/** Each reason of a run, the most frequent first, with advice on the most frequent status. */
export function rejectionsOf({
  reasons,
  wrongStatuses,
}: Pick<LoadReport, 'reasons' | 'wrongStatuses'>): Rejections[] {
  const statuses = Object.entries(wrongStatuses).sort(([, a], [, b]) => b - a)
  return sortedReasons(reasons).map(([reason, times]) => ({
    reason,
    times,
    statuses: reason === 'WRONG_STATUS' ? listStatuses(statuses) : '',
    advice: adviceOn(reason, Number(statuses[0]?.[0] ?? 0)),
  }))
}

/** More than these are told as one sum. */
const MOST_STATUSES = 5

function listStatuses(statuses: readonly [httpStatus: string, times: number][]): string {
  const named = statuses.slice(0, MOST_STATUSES).map(([status, times]) => `${status} × ${times}`)
  const rest = statuses.slice(MOST_STATUSES)
  const others = rest.reduce((total, [, times]) => total + times, 0)
  return [...named, ...(rest.length > 0 ? [`${rest.length} others × ${others}`] : [])].join(', ')
}

/** `0.44 %`: the part that is `some` of `all`; a small one is never told as none. */
export function percent(some: number, all: number): string {
  const share = all === 0 ? 0 : (100 * some) / all
  if (share > 0 && share < 0.01) return '< 0.01 %'
  return `${Number(share.toFixed(2))} %`
}

/** So many in each second of so many milliseconds. */
export function perSecond(amount: number, durationMs: number): number {
  return durationMs > 0 ? (amount * 1000) / durationMs : 0
}

/** `1234`, `81.3`, `0.5`: where a tenth is worth telling. */
export function rate(value: number): string {
  return value < 100 ? String(Number(value.toFixed(1))) : String(Math.round(value))
}

/** Milliseconds in few characters: `0.31`, `1.2`, `12`, `1204`; a dash where there is nothing. */
export function bareMs(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 1) return String(Number(ms.toFixed(2)))
  return ms < 100 ? String(Number(ms.toFixed(1))) : String(Math.round(ms))
}

/** `0.31 ms`, `1204 ms`; a dash where there is nothing. */
export function withMs(ms: number | null): string {
  return ms === null ? '–' : `${bareMs(ms)} ms`
}

/** `50 sessions at a time`, `20 sessions begun a second`. */
export function describeModel(model: LoadModel): string {
  return model.kind === 'closed'
    ? `${count(model.concurrency, 'session')} at a time`
    : `${count(model.ratePerSecond, 'session')} begun a second`
}

/** The same where it is clear that sessions are meant: `50 at a time`. */
export function modelClause(model: LoadModel): string {
  return model.kind === 'closed' ? `${model.concurrency} at a time` : describeModel(model)
}

/** What was measured of a threshold, in its unit: `18.2 ms`, `0.75 %`, `512/s`. */
export function measuredText({ text, actual }: Pick<JudgedAssertion, 'text' | 'actual'>): string {
  if (actual === null) return 'not measured'
  if (text.startsWith('rejected')) return percent(actual, 100)
  return text.startsWith('rate') ? `${rate(actual)}/s` : withMs(actual)
}

/** What came of each status, in the vendor's order; what is none of its comes last. */
export function inVendorOrder(byStatus: LoadReport['byStatus']): StatusLoad[] {
  return [...byStatus].sort((a, b) => placeOf(a) - placeOf(b))
}

function placeOf({ onboardingStatus }: StatusLoad): number {
  const index = STATUSES.findIndex((status) => status === onboardingStatus)
  return index < 0 ? STATUSES.length : index
}

/** From where a latency counts, which differs by model. */
export function latencyOrigin({ kind }: LoadModel): string {
  return kind === 'open'
    ? 'latency counts from when a notification was due'
    : 'latency counts from when a notification was sent'
}

/** What a run came to, in a word: an interrupted one has proved nothing, nor has one that measured nothing. */
export function loadVerdict(
  report: Pick<LoadReport, 'isInterrupted' | 'assertions' | 'attempts' | 'rejected'>,
): 'passed' | 'failed' | 'interrupted' {
  const { isInterrupted, assertions, attempts, rejected } = report
  if (isInterrupted) return 'interrupted'
  if (attempts === 0) return 'failed'
  const isGood = assertions.length === 0 ? rejected === 0 : assertions.every(({ isHeld }) => isHeld)
  return isGood ? 'passed' : 'failed'
}
