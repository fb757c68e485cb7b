import { describeFirst, describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence, Habit } from './evidence.ts'
import type { Judgement } from './rule.ts'

/**
 * Passes where every exchange was acknowledged. Skipped where nothing else is wrong than what is wrong
 * with all notifications: another rule tells of that, and this one could not be seen behind it.
 */
export function judgeAcknowledged({ exchanges, habit }: Evidence): Judgement {
  if (exchanges.length === 0) return { result: 'skipped', message: 'nothing was sent' }
  const rejected = exchanges.filter(({ verdict }) => verdict.verdict === 'rejected')
  if (rejected.length === 0) return { result: 'pass', message: acknowledged(exchanges) }
  const own = rejected.filter((exchange) => !isHabit(exchange, habit))
  if (own.length > 0) return { result: 'fail', message: describeFirst(own, exchanges) }
  const usual = describeOutcome(rejected[0] as CheckExchange)
  return { result: 'skipped', message: `hidden: every notification gets ${usual}` }
}

function acknowledged(exchanges: readonly CheckExchange[]): string {
  if (exchanges.length > 1) return `all ${exchanges.length} acknowledged`
  return `acknowledged with ${describeOutcome(exchanges[0] as CheckExchange)}`
}

/** True for a rejection like that of every other notification: same reason, same status. */
export function isHabit(
  exchange: Pick<CheckExchange, 'outcome' | 'verdict'>,
  habit: Habit | null,
): boolean {
  if (habit === null || exchange.verdict.reason !== habit.verdict.reason) return false
  return describeOutcome(exchange) === describeOutcome(habit)
}
