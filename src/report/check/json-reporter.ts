import type { Context } from '../../context.ts'
import { toJsonLine } from '../harmless.ts'
import { redactUrl } from '../redact-url.ts'
import type { CheckReporter } from './check-events.ts'

/** NDJSON on standard output: a `finding` as each rule is judged, and a `summary` (design.md, "Errors and exit codes"). */
export function createJsonCheckReporter({ stdout }: Pick<Context, 'stdout'>): CheckReporter {
  const print = (record: object): void => void stdout.write(toJsonLine(record, stdout.redact))
  return {
    onStart: () => {},
    onRule: () => {},
    onResult: ({ rule, finding }) => {
      const { group, title, why } = rule
      print({ type: 'finding', ...finding, group, title, why })
    },
    onGone: () => {},
    onBack: () => {},
    onEnd: (report, { counting, known, mended }) => {
      print({
        type: 'summary',
        url: redactUrl(report.url, stdout.redact),
        ...report.summary,
        counting: counting.map(({ rule }) => rule.id),
        known,
        mended,
        stoppedAfter: report.stoppedAfter,
        interrupted: report.isInterrupted,
        durationMs: Math.round(report.durationMs),
      })
    },
  }
}
