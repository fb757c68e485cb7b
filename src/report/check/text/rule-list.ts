import type { Severity } from '../../../contract/finding.ts'
import { RULE_GROUPS, type Rule, type RuleGroup } from '../../../contract/rules/rule.ts'
import { indented, isNarrow, padEnd, type Style } from '../../style.ts'

type ListedRule = Pick<Rule, 'id' | 'group' | 'title' | 'severity' | 'isDestructive'>

/** Rules by group: id, title, severity, and a mark for those that may do harm. */
export function renderRuleList(rules: readonly ListedRule[], style: Style): string {
  const width = Math.max(...rules.map(({ id }) => id.length))
  const sections = RULE_GROUPS.flatMap((group) => {
    const own = rules.filter((rule) => rule.group === group)
    if (own.length === 0) return []
    return [
      `${paintGroup(group, style)}\n${own.map((rule) => renderRule(rule, width, style)).join('')}`,
    ]
  })
  return sections.join('\n')
}

/** The name of a group as a heading. */
export function paintGroup(group: RuleGroup, style: Style): string {
  return style.paint.bold(group)
}

/** How much depends on a rule, in its colour. */
export function paintSeverity(severity: Severity, style: Style): string {
  return severity === 'required' ? style.paint.magenta(severity) : style.paint.dim(severity)
}

function renderRule(rule: ListedRule, width: number, style: Style): string {
  const id = style.paint.cyan(rule.id)
  const mark = rule.isDestructive ? style.paint.yellow(', may do harm') : ''
  const text = `${rule.title}  ${paintSeverity(rule.severity, style)}${mark}`
  if (isNarrow(style)) return `  ${id}\n${indented(text, 4, style)}\n`
  const [first = '', ...rest] = indented(text, width + 4, style).split('\n')
  return `${[`  ${padEnd(id, width)}  ${first.trimStart()}`, ...rest].join('\n')}\n`
}
