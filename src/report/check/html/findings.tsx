import type { JSX } from 'preact'
import type { CheckedRule } from '../../../contract/check-report.ts'
import { RULE_GROUPS, type RuleGroup } from '../../../contract/rules/rule.ts'
import { Filter } from '../../html/filter.tsx'
import { FindingEntry } from './finding-entry.tsx'
import { RESULTS } from './marks.ts'
import type { Shown } from './shown.ts'
import type { SectionProps } from './summary.tsx'

/** All findings, failing first and by group, with the filter over them. */
export function Findings({ report, shown }: SectionProps): JSX.Element {
  return (
    <section id="findings" aria-labelledby="findings-title">
      <div class="findings-head">
        <h2 id="findings-title">Findings</h2>
        <button type="button" data-fold="open" hidden>
          Open all
        </button>
        <button type="button" data-fold="close" hidden>
          Close all
        </button>
      </div>
      <Filter
        noun="rules"
        results={RESULTS.map((each) => ({
          ...each,
          value: each.result,
          amount: report.summary[each.result],
        }))}
        groups={groupsOf(report.results).map((group) => ({ value: group, label: titleOf(group) }))}
      />
      {RESULTS.map(({ result, label }) => {
        const found = report.results.filter(({ finding }) => finding.result === result)
        return found.length === 0 ? null : (
          <section data-section class={`result result-${result}`}>
            <h3>
              {`${label} `}
              <span class="quiet">{found.length}</span>
            </h3>
            <GroupedFindings found={found} shown={shown} />
          </section>
        )
      })}
    </section>
  )
}

interface GroupedProps {
  readonly found: readonly CheckedRule[]
  readonly shown: Shown
}

function GroupedFindings({ found, shown }: GroupedProps): JSX.Element {
  return (
    <>
      {groupsOf(found).map((group) => (
        <section data-section>
          <h4>{titleOf(group)}</h4>
          <ul class="entries">
            {found
              .filter(({ rule }) => rule.group === group)
              .map((checked) => (
                <FindingEntry checked={checked} shown={shown} />
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function groupsOf(found: readonly CheckedRule[]): RuleGroup[] {
  return RULE_GROUPS.filter((group) => found.some(({ rule }) => rule.group === group))
}

function titleOf(group: RuleGroup): string {
  return group[0]?.toUpperCase() + group.slice(1)
}
