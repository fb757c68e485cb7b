import type { DisorderAction } from '../../contract/delivery.ts'

/** What was done to a notification on purpose: `moved from place 3, to place 5`. Places count from 1. */
export function describeDisorder({ action, from, to }: DisorderAction): string {
  if (to === null) return `${action}, was at place ${from + 1}`
  const preposition = action === 'duplicated' ? 'again at' : 'to'
  return `${action} from place ${from + 1}, ${preposition} place ${to + 1}`
}
