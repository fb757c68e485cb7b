import { isStatus } from '../../contract/status.ts'
import { toTemplate } from '../../fixtures/recorded-template.ts'
import { isFixtureName, type NewFixtures } from '../../fixtures/write-fixtures.ts'
import type { RequestRecord } from '../../journal/record.ts'
import type { LeftOutReason } from '../../report/journal/left-out.ts'
import { toRecordedFlow } from '../../report/journal/recorded-flow.ts'
import type { SelectedEntry } from './read-selected.ts'

export interface CollectedFixtures extends NewFixtures {
  /** How many notifications are in no fixture, by the reason. */
  readonly leftOut: ReadonlyMap<LeftOutReason, number>
}

/** What somebody who sends made-up statuses and sessions cannot go beyond. */
const MAX_TEMPLATES = 200
const MAX_SESSIONS = 1000
const MAX_STATUSES = 200

/**
 * Fixtures from recorded notifications: the first of each status as its template, and the sessions, in
 * the order in which they began, as one flow. Without a session there is no flow.
 */
export async function collectFixtures(
  entries: AsyncIterable<SelectedEntry>,
  flowName: string,
): Promise<CollectedFixtures> {
  const collector = new Collector()
  for await (const entry of entries) {
    if (entry.kind === 'exchange') collector.add(entry.exchange.request)
  }
  const { notifications, leftOut } = collector
  const orders = [...collector.sessions.values()]
  const flows = orders.length === 0 ? [] : [toRecordedFlow(flowName, orders)]
  return { notifications, flows, leftOut }
}

/** What was found so far; its size is bounded. */
class Collector {
  readonly notifications = new Map<string, string>()
  readonly sessions = new Map<string, string[]>()
  readonly leftOut = new Map<LeftOutReason, number>()
  /** Statuses by the names that they would have where upper and lower case are one. */
  readonly #byFileName = new Map<string, string>()

  add({ verdict, body }: RequestRecord): void {
    if (verdict.kind === 'refused') return
    const { interviewId, onboardingStatus } = verdict
    const problem = this.#addTemplate(onboardingStatus, body)
    if (problem !== null) this.#leaveOut(problem)
    // Of the vendor's own statuses there is a template that ships.
    if (problem === null || isStatus(onboardingStatus)) {
      this.#addToSession(interviewId, onboardingStatus)
    }
  }

  #addTemplate(status: string, body: Uint8Array | null): LeftOutReason | null {
    if (this.notifications.has(status)) return null
    if (!this.#canBeFile(status)) return 'bad_name'
    if (this.notifications.size >= MAX_TEMPLATES) return 'too_many_statuses'
    const template = toTemplate(body ?? new Uint8Array())
    if (!template.ok) return template.code
    this.notifications.set(status, template.text)
    return null
  }

  /** Two files whose names differ in their case only are one file on some systems. */
  #canBeFile(status: string): boolean {
    const fileName = status.toLowerCase()
    const owner = this.#byFileName.get(fileName) ?? status
    if (!isFixtureName(status) || owner !== status) return false
    if (this.#byFileName.size < MAX_TEMPLATES) this.#byFileName.set(fileName, status)
    return true
  }

  #addToSession(interviewId: string, status: string): void {
    const statuses = this.sessions.get(interviewId) ?? []
    if (statuses.length === 0 && this.sessions.size >= MAX_SESSIONS) {
      this.#leaveOut('too_many_sessions')
    } else if (statuses.length >= MAX_STATUSES) this.#leaveOut('too_many_repeats')
    else this.sessions.set(interviewId, [...statuses, status])
  }

  #leaveOut(reason: LeftOutReason): void {
    this.leftOut.set(reason, (this.leftOut.get(reason) ?? 0) + 1)
  }
}
