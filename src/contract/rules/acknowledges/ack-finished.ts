import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackFinished = acknowledgesStatus('ACK-FINISHED', 'ONBOARDING_FINISHED')
