import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackRejected = acknowledgesStatus('ACK-REJECTED', 'MANUAL_REVIEW_REJECTED')
