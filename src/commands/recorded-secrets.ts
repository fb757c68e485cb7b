import type { PlannedSession } from '../contract/delivery.ts'
import { isSecretHeader } from './notices.ts'

/** What recorded notifications carry that looks like a secret. */
export interface RecordedSecrets {
  /** Lower-case names of headers whose values a report must not show. */
  readonly names: readonly string[]
  /** Their values, where there are few of them: a signature differs each time, and opens nothing. */
  readonly values: readonly string[]
}

/** More values of one header than this are no credentials. */
const MOST_CREDENTIALS = 10

/**
 * The headers of recorded notifications that carry a secret, by their names: the journal hashes only
 * those that it was told of. An id of the session in one of them is no secret.
 */
export function recordedSecrets(sessions: readonly PlannedSession[]): RecordedSecrets {
  const valuesOf = new Map<string, Set<string>>()
  for (const [name, value] of headersOf(sessions)) {
    const key = name.toLowerCase()
    if (isSecretHeader(key)) valuesOf.set(key, (valuesOf.get(key) ?? new Set()).add(value))
  }
  const ids = new Set(
    sessions.flatMap(({ session }) => [session.interviewId, session.externalCustomerId]),
  )
  const few = [...valuesOf.values()].filter(({ size }) => size <= MOST_CREDENTIALS)
  return {
    names: [...valuesOf.keys()],
    values: few.flatMap((values) => [...values]).filter((value) => !ids.has(value)),
  }
}

function headersOf(sessions: readonly PlannedSession[]): (readonly [string, string])[] {
  return sessions.flatMap(({ notifications }) =>
    notifications.flatMap(({ headers = [] }) => [...headers]),
  )
}
