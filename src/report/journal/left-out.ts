import { count } from '../text/units.ts'

/** Why a recorded notification is in no fixture, or in none of its own. */
export type LeftOutReason =
  | 'not_json'
  | 'has_placeholder'
  | 'bad_name'
  | 'too_many_statuses'
  | 'too_many_sessions'
  | 'too_many_repeats'

const WORDS: Readonly<Record<LeftOutReason, string>> = {
  not_json: 'the body is not the text of a JSON object',
  has_placeholder: 'the body holds {{…}}, which a fixture would fill in',
  bad_name: 'the status cannot be the name of a file',
  too_many_statuses: 'there are too many statuses of their own',
  too_many_sessions: 'there are too many sessions for one flow',
  too_many_repeats: 'the session has too many statuses',
}

/** `2 notifications left out: the body holds {{…}}, which a fixture would fill in`. */
export function describeLeftOut(reason: LeftOutReason, times: number): string {
  return `${count(times, 'notification')} left out: ${WORDS[reason]}`
}
