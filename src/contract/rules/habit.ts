import type { CheckExchange, Habit } from './evidence.ts'
import { isLike } from './hidden.ts'

/** An endpoint that lets so many go unanswered will not answer the others. Ours. */
const ENOUGH_SILENCE = 2

/** The one way in which all of the statuses are rejected; null where there is no such way. */
export function habitOf(statuses: readonly CheckExchange[]): Habit | null {
  const [first] = statuses
  if (first === undefined || !statuses.every((each) => isLike(each, first))) return null
  return first
}

/** True where nobody has answered yet, and there is no use in asking on. */
export function isSilent(statuses: readonly CheckExchange[]): boolean {
  const isUnanswered = statuses.every(({ outcome }) => outcome.kind === 'failure')
  return isUnanswered && statuses.length >= ENOUGH_SILENCE
}

/** The status that an endpoint takes for certain, and what it got: the first acknowledged one, or else the first. */
export function usualOf(statuses: readonly CheckExchange[]): CheckExchange | undefined {
  return statuses.find(({ verdict }) => verdict.verdict === 'acknowledged') ?? statuses[0]
}
