import type { TestSuite } from 'junit-report-builder'
import type {
  Delivery,
  DisorderAction,
  PlannedNotification,
  SequenceRun,
  SessionIdentity,
} from '../../contract/delivery.ts'
import { verdictOf } from '../../contract/delivery.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { groupBySession } from '../sequence-totals.ts'
import { describeFailure, describeRemarks, totalMs } from './case-text.ts'
import { buildJunit, junitText, seconds, timestamp } from './junit-document.ts'
import { cdataText } from './xml-text.ts'

/** One notification of a session: delivered, or never sent. */
interface Planned {
  readonly notification: PlannedNotification
  readonly delivery: Delivery | null
}

interface Case extends Planned {
  readonly disorder: readonly DisorderAction[]
}

/**
 * The run as JUnit XML that validates against the common XSD (Jenkins, junit-10): a suite per
 * session, a case per notification. Names hold no ids, so that CI can compare one run with the next.
 */
export function renderJunit(run: SequenceRun, redact: Redact): string {
  const clean = junitText(redact)
  return buildJunit((builder) => {
    for (const [session, planned] of groupBySession(plannedOf(run), sessionOf)) {
      addSuite(builder.testSuite(), session, casesOf(session, planned, run), run, clean)
    }
  })
}

function sessionOf({ notification }: Planned): SessionIdentity {
  return notification.session
}

function plannedOf({ deliveries, notSent }: SequenceRun): Planned[] {
  return [
    ...deliveries.map((delivery) => ({ notification: delivery.notification, delivery })),
    ...notSent.map((notification) => ({ notification, delivery: null })),
  ]
}

function addSuite(
  suite: TestSuite,
  session: SessionIdentity,
  cases: readonly Case[],
  run: SequenceRun,
  clean: Redact,
): void {
  const deliveries = cases.flatMap(({ delivery }) => delivery ?? [])
  suite.name(clean(session.label)).timestamp(timestamp(run.startedAt))
  suite.time(seconds(deliveries.reduce((ms, delivery) => ms + totalMs(delivery), 0)))
  for (const [name, value] of propertiesOf(session, run, clean)) suite.property(name, clean(value))
  const seen = new Map<string, number>()
  for (const entry of cases) {
    const status = entry.notification.onboardingStatus
    const place = (seen.get(status) ?? 0) + 1
    seen.set(status, place)
    addCase(suite, entry, place === 1 ? clean(status) : `${clean(status)} (${place})`, clean)
  }
}

function propertiesOf(
  session: SessionIdentity,
  { url, version, seed, isInterrupted }: SequenceRun,
  clean: Redact,
): [name: string, value: string][] {
  return [
    ['url', redactUrl(url, clean)],
    ['hookstep', version],
    ['interviewId', session.interviewId],
    ...(seed === null ? [] : [['seed', String(seed)] as [string, string]]),
    ...(isInterrupted ? [['interrupted', 'true'] as [string, string]] : []),
  ]
}

function addCase(suite: TestSuite, entry: Case, name: string, clean: Redact): void {
  const { notification, delivery, disorder } = entry
  const { flow, label } = notification.session
  const testCase = suite
    .testCase()
    .name(name)
    .className(clean(`${flow}.${label}`))
  if (delivery === null) testCase.skipped()
  else testCase.time(seconds(totalMs(delivery)))
  const remarks = describeRemarks(delivery, disorder, clean)
  if (remarks !== '') testCase.standardOutput(cdataText(remarks))
  if (delivery === null || verdictOf(delivery).verdict === 'acknowledged') return
  const { message, type, text } = describeFailure(delivery, clean)
  testCase.failure(message, type).stacktrace(cdataText(text))
}

/** Disorder goes to the cases of its status; what was dropped altogether to the first case. */
function casesOf(
  session: SessionIdentity,
  planned: readonly Planned[],
  { disorder }: SequenceRun,
): Case[] {
  const statuses = new Set(planned.map(({ notification }) => notification.onboardingStatus))
  const actions = disorder.filter(({ interviewId }) => interviewId === session.interviewId)
  return planned.map((entry, index) => ({
    ...entry,
    disorder: actions.filter(({ onboardingStatus: status }) =>
      statuses.has(status) ? status === entry.notification.onboardingStatus : index === 0,
    ),
  }))
}
