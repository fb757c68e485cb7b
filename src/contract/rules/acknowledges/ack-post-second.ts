import { acknowledgesStatus } from './acknowledges-status.ts'

export const ackPostSecond = acknowledgesStatus(
  'ACK-POST-SECOND',
  'POST_PROCESSING_FINISHED_SECOND_ID',
)
