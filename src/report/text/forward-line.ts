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
  const id = content.kind === 'notification' ? shortId(content.notification.interviewId) : `#${seq}`
  const head = `${style.paint.dim(id)} ${describeForward(forwardFacts(result), style)}`
  const lines = [head, ...explainedForward(result, style)]
  return `${lines.map((line) => indented(line, INDENT, style)).join('\n')}\n`
}

/** Why a forward counts for nothing, and what to do; empty where it was acknowledged. */
export function explainedForward(result: ForwardResult, style: Style): string[] {
  const { verdict } = result
  if (verdict.verdict === 'acknowledged') return []
  const { what, advice } = explainForward(result, verdict.reason)
  return [style.paint.yellow(`${style.show(what)}: ${style.showMessage(advice)}`)]
}
