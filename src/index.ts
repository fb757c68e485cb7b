/**
 * hookstep as a library, for a test suite of one's own: the vendor's contract, a receiver that waits for
 * what should come, and the conformance suite for an endpoint.
 *
 * @module
 */
export {
  judgeAnswer,
  type Answer,
  type JudgeOptions,
  type Reason,
  type Verdict,
  type WarningCode,
} from './contract/acknowledgement.ts'
export { LEGAL_SEQUENCES, type LegalSequence } from './contract/flow.ts'
export {
  isLegalSession,
  judgeArrival,
  judgeSession,
  type SessionFinding,
} from './contract/judge-session.ts'
export {
  parseNotification,
  type Notification,
  type ParsedNotification,
} from './contract/notification.ts'
export { nextRetryDelayMs, retryDelaysMs, type RetryPolicy } from './contract/retry-schedule.ts'
export { SESSION_RULES, type SessionRule } from './contract/session-rules.ts'
export { isStatus, meaningOf, SENDABLE_STATUSES, STATUSES, type Status } from './contract/status.ts'
export type {
  HeaderPair,
  ReceivedContent,
  ReceivedRequest,
  ReceiverWarning,
  SessionTimeline,
} from './contract/received.ts'
export type { CheckedRule, CheckReport, CheckSummary } from './contract/check-report.ts'
export type { Finding, FindingResult, Severity } from './contract/finding.ts'
export type { RuleGroup } from './contract/rules/rule.ts'
export { check } from './library/check.ts'
export type { CheckOptions } from './library/check-options.ts'
export { ExpectationMissedError, type WaitForOptions } from './library/arrivals.ts'
export {
  startReceiver,
  type Receiver,
  type ReceiverOptions,
  type ResponseOptions,
} from './library/start-receiver.ts'
