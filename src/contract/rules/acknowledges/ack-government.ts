import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackGovernment = acknowledgesStatus('ACK-GOVERNMENT', 'GOVERNMENT_VALIDATION_FINISHED')
