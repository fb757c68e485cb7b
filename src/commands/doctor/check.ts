import type { Finding, Severity } from '../../contract/finding.ts'
import { NETWORK_LIMIT_MS, type Subject } from './subject.ts'

/** What a check found; who checks what is added by the runner. */
export type CheckResult = Pick<Finding, 'result' | 'message' | 'advice' | 'evidence'>

/** One thing that doctor looks at. Throwing is a fail with its reason. */
export interface Check<Needed = Subject> {
  /** A stable name, and the name of its file. */
  readonly rule: string
  /** What people call it. */
  readonly title: string
  readonly severity: Severity
  /** Whose fault a fail is: the exit code follows from it. */
  readonly concerns: 'machine' | 'endpoint'
  /** How long it may take. @default CHECK_LIMIT_MS */
  readonly limitMs?: (subject: Needed) => number
  readonly run: (subject: Needed, signal: AbortSignal) => Promise<CheckResult>
}

/** How long a check may take that has no limit of its own: time for the network, and to tell what was slow. */
export const CHECK_LIMIT_MS = NETWORK_LIMIT_MS + 500

type Evidence = Finding['evidence']

/** Nothing is wrong. */
export function pass(message: string, evidence: Evidence = {}): CheckResult {
  return { result: 'pass', message, advice: null, evidence }
}

/** It works, and something should be done. */
export function warn(message: string, advice: string, evidence: Evidence = {}): CheckResult {
  return { result: 'warn', message, advice, evidence }
}

/** It would get in the way. */
export function fail(message: string, advice: string | null, evidence: Evidence = {}): CheckResult {
  return { result: 'fail', message, advice, evidence }
}

/** It was not looked at, and why. */
export function skipped(message: string, evidence: Evidence = {}): CheckResult {
  return { result: 'skipped', message, advice: null, evidence }
}
