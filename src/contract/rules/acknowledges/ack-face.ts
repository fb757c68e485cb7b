import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackFace = acknowledgesStatus('ACK-FACE', 'FACE_VALIDATION_FINISHED')
