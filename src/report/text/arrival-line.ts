import type { ReceivedRequest } from '../../contract/received.ts'
import { indented, type Style } from '../style.ts'
import { byteSize, shortId } from './units.ts'

/** One request as the receiver saw it, in one short line between the sender's own. */
export function renderArrival(
  { content, sizeBytes, httpStatus }: ReceivedRequest,
  style: Style,
): string {
  const what =
    content.kind === 'refused'
      ? content.code
      : `${style.show(content.notification.onboardingStatus)} ${shortId(content.notification.interviewId)}`
  const text = `→ receiver: ${what}, ${byteSize(sizeBytes)}, answers ${httpStatus ?? 'nothing'}`
  return `${indented(style.paint.dim(text), 10, style)}\n`
}
