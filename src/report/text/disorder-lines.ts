import type { DisorderAction } from '../../contract/delivery.ts'
import type { SequenceStart } from '../sequence-events.ts'
import { indented, type Style } from '../style.ts'
import { describeDisorder } from './describe-disorder.ts'
import { count, shortId } from './units.ts'

/** What was done to the sequence on purpose, a line each, under the seed that repeats it; nothing for a plan left as it was. */
export function renderDisorder({ actions, seed }: SequenceStart, style: Style): string {
  if (seed === null && actions.length === 0) return ''
  const again = seed === null ? '' : `; --seed ${seed} repeats it`
  const head = `disorder on purpose: ${count(actions.length, 'change')}${again}`
  const lines = [
    indented(style.paint.yellow(head), 0, style),
    ...actions.map((action) => renderAction(action, style)),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function renderAction(action: DisorderAction, style: Style): string {
  const { interviewId, onboardingStatus } = action
  const what = `${style.show(onboardingStatus)} ${describeDisorder(action)}`
  return indented(`${shortId(interviewId)}  ${what}`, 2, style)
}
