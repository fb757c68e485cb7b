import type { CheckedRule } from '../../../contract/check-report.ts'
import { totalFindings, type FindingResult } from '../../../contract/finding.ts'
import { RULE_GROUPS } from '../../../contract/rules/rule.ts'
import { paintTotals } from '../../finding-words.ts'
import { indented, type Style } from '../../style.ts'
import { renderCheckedRule, renderPassed, renderSkipped } from './rule-lines.ts'
import { paintGroup } from './rule-list.ts'

/** Every group, with what is wrong in it first. */
export function renderGroups(
  results: readonly CheckedRule[],
  isVerbose: boolean,
  style: Style,
): string {
  const groups = RULE_GROUPS.map((group) => results.filter(({ rule }) => rule.group === group))
  const told = groups.filter((group) => group.length > 0)
  return told.map((group) => `${renderGroup(group, isVerbose, style)}\n`).join('')
}

function renderGroup(results: readonly CheckedRule[], isVerbose: boolean, style: Style): string {
  const [first] = results as [CheckedRule]
  const totals = totalFindings(results.map(({ finding }) => finding))
  const of = (result: FindingResult): CheckedRule[] =>
    results.filter(({ finding }) => finding.result === result)
  return [
    `${indented(`${paintGroup(first.rule.group, style)}  ${paintTotals(totals, style, true)}`, 0, style)}\n`,
    ...[...of('fail'), ...of('warn')].map((each) => renderCheckedRule(each, style)),
    ...bySkipReason(of('skipped')).map((alike) => renderSkipped(alike, isVerbose, style)),
    ...(isVerbose ? of('pass').map((each) => renderPassed(each, style)) : []),
  ].join('')
}

/** Rules that were skipped for the same reason are told together. */
function bySkipReason(skipped: readonly CheckedRule[]): CheckedRule[][] {
  const reasons = [...new Set(skipped.map(({ finding }) => finding.message))]
  return reasons.map((reason) => skipped.filter(({ finding }) => finding.message === reason))
}
