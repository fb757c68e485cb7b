import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackExpired = acknowledgesStatus('ACK-EXPIRED', 'EXPIRED')
