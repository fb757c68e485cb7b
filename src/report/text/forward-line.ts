import { forwardFacts, type ForwardResult } from '../../contract/forward.ts'
import type { ReceivedRequest } from '../../contract/received.ts'
import { explainForward } from '../advice.ts'
import { describeForward } from '../journal/listed-line.ts'
import { indented, type Style } from '../style.ts'
import { shortId } from './units.ts'

const INDENT = 10

/** What the user's app answered, below the line of its notification; why it counts for nothing, and what to do. */
export function renderForward(
  result: ForwardResult,
  { seq, content }: Pick<ReceivedRequest, 'seq' | 'content'>,
  style: Style,
): string {
  const { verdict } = result
  const id = content.kind === 'notification' ? shortId(content.notification.interviewId) : `#${seq}`
  const head = `${style.paint.dim(id)} ${describeForward(forwardFacts(result), style)}`
  const lines = [indented(head, INDENT, style)]
  if (verdict.verdict === 'rejected') {
    const { what, advice } = explainForward(result, verdict.reason)
    lines.push(
      indented(
        style.paint.yellow(`${style.show(what)}: ${style.showMessage(advice)}`),
        INDENT,
        style,
      ),
    )
  }
  return `${lines.join('\n')}\n`
}
