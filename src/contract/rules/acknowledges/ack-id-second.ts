import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackIdSecond = acknowledgesStatus('ACK-ID-SECOND', 'ID_VALIDATION_FINISHED_SECOND_ID')
