import type { Reason } from '../../contract/acknowledgement.ts'
import {
  httpStatusOf,
  verdictOf,
  type Attempt,
  type Delivery,
  type SequenceRun,
} from '../../contract/delivery.ts'
import { explainRejection } from '../advice.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { totalsBySession, totalsOf } from '../sequence-totals.ts'
import { describeDisorder } from '../text/describe-disorder.ts'
import { count, duration, wholeMs } from '../text/units.ts'
import { inlineCode } from './inline-code.ts'
import { renderSection } from './section.ts'

/** The most attempts that are listed for one delivery; the vendor makes six. */
const SHOWN_ATTEMPTS = 10

/**
 * The run as Markdown for a CI job summary: verdict, totals by session, what was rejected and why.
 * Each table ends after 200 rows, so that it stays below GitHub's 1 MiB.
 */
export function renderMarkdown(run: SequenceRun, redact: Redact): string {
  const code: Redact = (text) => inlineCode(redact(text))
  const blocks = [
    `## hookstep ${code(run.command)}: ${verdictWord(run)}`,
    headline(run, inlineCode(redactUrl(run.url, redact)), code),
    sessionTable(run, code),
    rejectedTable(run, code),
    disorderTable(run, code),
    notSentTable(run, code),
    ...(run.seed === null ? [] : [`Seed: ${run.seed}. Repeat it with \`--seed ${run.seed}\`.`]),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function verdictWord({ deliveries, notSent, isInterrupted }: SequenceRun): string {
  if (isInterrupted) return 'interrupted'
  if (deliveries.length + notSent.length === 0) return 'nothing sent'
  return totalsOf(deliveries).rejected + notSent.length === 0 ? 'passed' : 'failed'
}

function headline(
  { deliveries, notSent, durationMs, version }: SequenceRun,
  url: string,
  code: Redact,
): string {
  const { acknowledged, rejected, reasons } = totalsOf(deliveries)
  const why = reasons.map(([reason, times]) => `${reason} ${times}`).join(', ')
  const facts = [
    `${acknowledged} of ${count(deliveries.length + notSent.length, 'notification')} acknowledged`,
    ...(rejected > 0 ? [`${rejected} rejected (${why})`] : []),
    ...(notSent.length > 0 ? [`${notSent.length} not sent`] : []),
  ].join(', ')
  return `**${facts}** in ${duration(durationMs)}. POST ${url}, hookstep ${code(version)}`
}

function sessionTable({ deliveries }: SequenceRun, code: Redact): string {
  const head = ['session', 'interviewId', 'sent', 'acknowledged', 'rejected', 'slowest']
  const rows = totalsBySession(deliveries).map(({ session, ...totals }) => [
    code(session.label),
    code(session.interviewId),
    String(totals.deliveries),
    String(totals.acknowledged),
    String(totals.rejected),
    wholeMs(totals.slowestMs),
  ])
  return renderSection('Sessions', head, rows)
}

function rejectedTable({ deliveries }: SequenceRun, code: Redact): string {
  const head = ['status', 'session', 'reason', 'attempts', 'what happened', 'advice']
  const rejected = deliveries.filter((delivery) => verdictOf(delivery).verdict === 'rejected')
  return renderSection(
    'Rejected',
    head,
    rejected.map((delivery) => rejectedRow(delivery, code)),
  )
}

function rejectedRow(delivery: Delivery, code: Redact): string[] {
  const { session, onboardingStatus } = delivery.notification
  const reason = verdictOf(delivery).reason as Reason
  const { what, advice } = explainRejection(delivery.attempts.at(-1) as Attempt, reason)
  return [
    code(onboardingStatus),
    code(session.label),
    reason,
    attemptsCell(delivery),
    code(what),
    advice,
  ]
}

/** `3: 500, 500, TIMEOUT` */
function attemptsCell({ attempts }: Delivery): string {
  const shown = attempts.slice(-SHOWN_ATTEMPTS)
  const outcomes = shown.map((attempt) => httpStatusOf(attempt) ?? attempt.verdict.reason)
  return `${attempts.length}: ${outcomes.join(', ')}`
}

function disorderTable({ disorder }: SequenceRun, code: Redact): string {
  const rows = disorder.map((action) => [
    code(action.onboardingStatus),
    code(action.interviewId),
    describeDisorder(action),
  ])
  return renderSection('Disorder, done on purpose', ['status', 'interviewId', 'action'], rows)
}

function notSentTable({ notSent }: SequenceRun, code: Redact): string {
  const rows = notSent.map(({ onboardingStatus, session }) => [
    code(onboardingStatus),
    code(session.label),
  ])
  return renderSection('Not sent', ['status', 'session'], rows)
}
