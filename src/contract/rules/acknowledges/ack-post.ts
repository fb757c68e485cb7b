import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackPost = acknowledgesStatus('ACK-POST', 'POST_PROCESSING_FINISHED')
