import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackApproved = acknowledgesStatus('ACK-APPROVED', 'MANUAL_REVIEW_APPROVED')
