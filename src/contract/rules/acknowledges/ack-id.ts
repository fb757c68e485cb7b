import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackId = acknowledgesStatus('ACK-ID', 'ID_VALIDATION_FINISHED')
