import type { CheckedRule } from '../../contract/check-report.ts'
import { rejectedFirst } from '../../contract/rules/rejected-first.ts'
import { exchangeLine } from '../junit/case-text.ts'
import type { Redact } from '../redact-header.ts'

/** What a test case says. */
export interface CaseText {
  readonly isSkipped: boolean
  /** What is worth a word though no failure; empty where there is nothing. */
  readonly remarks: string
  readonly failure: { readonly message: string; readonly text: string } | null
}

/** The most exchanges that a failure lists. */
const SHOWN_EXCHANGES = 20

/** A rule as a test case: `excuse` says why its failure does not count. */
export function describeCase(checked: CheckedRule, excuse: string | null, clean: Redact): CaseText {
  const { rule, finding } = checked
  const found = clean(finding.message)
  switch (finding.result) {
    case 'pass':
      return { isSkipped: false, remarks: '', failure: null }
    case 'skipped':
      return { isSkipped: true, remarks: `skipped: ${found}`, failure: null }
    case 'warn':
      return { isSkipped: false, remarks: `warning: ${found}\n${explain(checked)}`, failure: null }
    case 'fail': {
      if (excuse !== null) {
        const remarks = `failed, and does not count (${excuse}): ${found}\n${explain(checked)}`
        return { isSkipped: true, remarks, failure: null }
      }
      const text = [explain(checked), ...exchangeLines(checked, clean)].join('\n')
      return { isSkipped: false, remarks: '', failure: { message: `${rule.id}: ${found}`, text } }
    }
  }
}

function explain({ rule, finding }: CheckedRule): string {
  return [
    `why: ${rule.why}`,
    ...(finding.advice === null ? [] : [`advice: ${finding.advice}`]),
  ].join('\n')
}

function exchangeLines({ exchanges }: CheckedRule, clean: Redact): string[] {
  const shown = rejectedFirst(exchanges).slice(0, SHOWN_EXCHANGES)
  const hidden = exchanges.length - shown.length
  return [
    ...shown.map((exchange) => exchangeLine(clean(exchange.label), exchange, clean)),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
  ]
}
