import type { CheckExchange, Habit } from '../../contract/rules/evidence.ts'
import { isHabit } from '../../contract/rules/judge-acknowledged.ts'
import { notification } from '../../contract/rules/probe.ts'
import { SENDABLE_STATUSES } from '../../contract/status.ts'
import type { ProbeSender } from './send-probe.ts'

/** The ten statuses, the one that every session comes to first: it tells most of an endpoint. */
const STATUSES = [
  'ONBOARDING_FINISHED',
  ...SENDABLE_STATUSES.filter((status) => status !== 'ONBOARDING_FINISHED'),
]

/** An endpoint that lets so many go unanswered will not answer the others. */
const ENOUGH_SILENCE = 2

/** What the ten statuses brought, each in a session of its own. */
export interface TenStatuses {
  readonly exchanges: readonly CheckExchange[]
  readonly habit: Habit | null
}

/**
 * Sends the ten statuses, and finds the one way in which all are rejected, if there is one. Stops early where nobody
 * listens. After each exchange without an answer `revive` is asked, which says whether to go on.
 */
export async function sendTenStatuses(
  sender: ProbeSender,
  timeoutMs: number,
  revive: (exchange: CheckExchange) => Promise<boolean>,
): Promise<TenStatuses> {
  const exchanges: CheckExchange[] = []
  for (const status of STATUSES) {
    const [exchange] = await sender.send([[notification(status)]], timeoutMs)
    exchanges.push(exchange as CheckExchange)
    if (isHopeless(exchanges)) break
    const isAnswered = exchange?.outcome.kind === 'answer'
    const wasWell = exchanges.some(({ outcome }) => outcome.kind === 'answer')
    if (!isAnswered && wasWell && !(await revive(exchange as CheckExchange))) break
  }
  return { exchanges, habit: findHabit(exchanges) }
}

function isHopeless(exchanges: readonly CheckExchange[]): boolean {
  const silent = exchanges.filter(({ outcome }) => outcome.kind === 'failure')
  return silent.length === exchanges.length && silent.length >= ENOUGH_SILENCE
}

function findHabit(exchanges: readonly CheckExchange[]): Habit | null {
  const [first] = exchanges
  if (first === undefined || first.verdict.verdict === 'acknowledged') return null
  return exchanges.every((each) => isHabit(each, first)) ? first : null
}
