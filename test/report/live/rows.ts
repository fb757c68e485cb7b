import type { ReceivedContent, ReceivedRequest } from '../../../src/contract/received.ts'

/** What the receiver tells of one request; a notification of EXPIRED unless said otherwise. */
export function received(seq: number, more: Partial<ReceivedRequest> = {}): ReceivedRequest {
  return {
    seq,
    receivedAt: new Date(2026, 0, 2, 3, 4, 5),
    method: 'POST',
    path: '/hook',
    httpVersion: '1.1',
    rawHeaders: [['Authorization', 'Bearer a-secret']],
    body: Buffer.from(`{"n":${seq}}`),
    isStored: true,
    sizeBytes: 7,
    hasBearer: false,
    isAuthenticated: false,
    claims: [],
    httpStatus: 204,
    content: notification('EXPIRED'),
    ...more,
  }
}

export function notification(
  onboardingStatus: string,
  interviewId = '664283755e0f8e1b87fcc2ce',
  externalCustomerId: string | null = null,
): ReceivedContent {
  return {
    kind: 'notification',
    findings: [],
    duplicateOf: null,
    warnings: [],
    notification: {
      interviewId,
      externalCustomerId,
      onboardingStatus,
      variant: 'current',
      fields: {},
    },
  }
}
