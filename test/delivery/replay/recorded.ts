import type { RecordedRequest } from '../../../src/delivery/replay/recorded-request.ts'

/** A notification as a journal has it, with whatever a test sets otherwise. */
export function recorded(seq: number, changes: Partial<RecordedRequest> = {}): RecordedRequest {
  return {
    seq,
    receivedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, seq)),
    method: 'POST',
    rawHeaders: [['Content-Type', 'application/json']],
    body: Buffer.from(`body ${seq}`),
    verdict: notification('a', 'EXPIRED'),
    ...changes,
  }
}

export function notification(
  interviewId: string,
  onboardingStatus: string,
  externalCustomerId: string | null = null,
): RecordedRequest['verdict'] {
  return { kind: 'notification', interviewId, externalCustomerId, onboardingStatus }
}

export const REFUSED: RecordedRequest['verdict'] = { kind: 'refused', code: 'bad_json' }
