import type { ForwardResult, JournalRecord, RequestRecord } from '../../src/journal/record.ts'
import { makeRecord, openTestJournal } from '../journal/rig.ts'

/** When everything that is told later is told. */
export const AT = new Date(Date.UTC(2026, 0, 2, 3, 4, 6))
export const SESSION = '664283755e0f8e1b87fcc2ce'
export const OTHER = '664283765e0f8e1b87fcc2cf'

/** What a journal holds of a notification. */
export function arrival(
  seq: number,
  onboardingStatus: string,
  interviewId = SESSION,
  changes: Partial<RequestRecord> = {},
): RequestRecord {
  const body = Buffer.from(JSON.stringify({ interviewId, onboardingStatus }))
  const verdict = {
    kind: 'notification',
    interviewId,
    externalCustomerId: null,
    onboardingStatus,
    warnings: [],
  } as const
  return makeRecord(seq, { body, sizeBytes: body.length, verdict, ...changes })
}

const REFUSED = arrival(4, '', '', {
  method: 'PUT',
  path: '/wrong',
  verdict: { kind: 'refused', code: 'method_not_allowed', detail: 'PUT' },
  answer: { httpStatus: 405 },
})

/** Two sessions, a forward that failed, an answer that nobody got, and a refused request. */
export const EVENTFUL: readonly JournalRecord[] = [
  arrival(1, 'ID_VALIDATION_FINISHED', SESSION, { answer: null }),
  arrival(2, 'EXPIRED', OTHER),
  { type: 'forward', seq: 1, at: AT, ...forwardOf(200) },
  { type: 'reply', seq: 1, at: AT, httpStatus: 200 },
  arrival(3, 'ONBOARDING_FINISHED', SESSION, { answer: null }),
  { type: 'forward', seq: 3, at: AT, ...forwardOf(500, 'WRONG_STATUS') },
  { type: 'reply', seq: 3, at: AT, httpStatus: null },
  REFUSED,
  arrival(5, 'EXPIRED', OTHER),
]

/** What the local app said: good, unless there is a reason. */
export function forwardOf(httpStatus: number, reason: string | null = null): ForwardResult {
  const verdict = reason === null ? 'acknowledged' : 'rejected'
  return { httpStatus, verdict, reason, durationMs: 12 }
}

/** A journal as a listener leaves it. */
export async function journalOf(records: readonly JournalRecord[]): Promise<string> {
  const { journal, path } = await openTestJournal()
  for (const record of records) await journal.append(record)
  await journal.close()
  return path
}
