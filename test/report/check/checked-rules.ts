import {
  summarize,
  type CheckedRule,
  type CheckReport,
} from '../../../src/contract/check-report.ts'
import type { FindingResult } from '../../../src/contract/finding.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'

/** A rule of the list with a finding that was made up. */
export function makeChecked(id: string, result: FindingResult, message: string): CheckedRule {
  const found = RULES.find((rule) => rule.id === id)
  if (found === undefined) throw new Error(`there is no rule ${id}`)
  const { group, title, why, severity, advice } = found
  const isFlawed = result === 'fail' || result === 'warn'
  return {
    rule: { id, group, title, why, severity },
    finding: {
      rule: id,
      severity,
      result,
      message,
      advice: isFlawed ? advice : null,
      evidence: {},
    },
    exchanges: [],
  }
}

/** A finished run with these results, none of which sent anything. */
export function makeReport(
  results: readonly CheckedRule[],
  changes: Partial<CheckReport> = {},
): CheckReport {
  return {
    version: '0.1.0',
    url: 'http://127.0.0.1:3000/webhook',
    startedAt: new Date('2026-11-25T12:00:00Z'),
    durationMs: 2345,
    results,
    summary: summarize(results.map(({ finding }) => finding)),
    isInterrupted: false,
    stoppedAfter: null,
    secretHeaders: ['authorization'],
    ...changes,
  }
}
