import type { Context } from '../../../context.ts'
import { describeOutcome } from '../../../contract/rules/describe-outcome.ts'
import { renderNotice } from '../../notice.ts'
import { createStyle, indented } from '../../style.ts'
import { count, duration } from '../../text/units.ts'
import type { CheckReporter } from '../check-events.ts'
import { renderGroups } from './group-lines.ts'
import { createProgressLine } from '../../text/progress-line.ts'
import { createProgressNotes } from '../../text/progress-notes.ts'
import { renderVerdict } from './verdict-lines.ts'

/** For people: what is being tried on standard error, all that was found on standard output at the end. */
export function createTextCheckReporter(context: Context, isVerbose: boolean): CheckReporter {
  const { stdout, stderr, env, clock } = context
  const style = createStyle(stdout, env)
  const errorStyle = createStyle(stderr, env)
  const progress = createProgressLine(stderr, errorStyle)
  const note = createProgressNotes(stderr, clock)
  const tell = (kind: 'note' | 'warning', text: string): void => {
    progress.clear()
    stderr.write(renderNotice(kind, text, undefined, errorStyle))
  }
  return {
    onStart: ({ url, rules, ratePerSecond }) => {
      const text = `trying ${count(rules, 'rule')} on ${errorStyle.show(url.href)}, at most ${ratePerSecond} requests a second on average`
      stderr.write(`${indented(errorStyle.paint.dim(text), 0, errorStyle)}\n`)
    },
    onRule: ({ id, title }, { number, of }) => {
      const text = `${number} of ${of}  ${id}  ${title}`
      progress.show(text)
      note(text)
    },
    onResult: () => {},
    onGone: ({ rule, input, exchange }) =>
      tell('warning', `no life after ${input} (${rule}): ${describeOutcome(exchange)}; waiting`),
    onBack: (afterMs) => tell('note', `the endpoint is back after ${duration(afterMs)}`),
    onEnd: (report, verdict) => {
      progress.clear()
      stdout.write(renderGroups(report.results, isVerbose, style))
      stdout.write(renderVerdict(report, verdict, style))
    },
  }
}
