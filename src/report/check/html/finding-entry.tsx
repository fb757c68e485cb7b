import type { JSX } from 'preact'
import type { CheckedRule } from '../../../contract/check-report.ts'
import type { FindingResult } from '../../../contract/finding.ts'
import { rejectedFirst } from '../../../contract/rules/rejected-first.ts'
import { Breakable } from '../../html/breakable.tsx'
import { Icon } from '../../html/mark.tsx'
import { count } from '../../text/units.ts'
import { ExchangeEntry } from './exchange-entry.tsx'
import { RESULTS } from './marks.ts'
import type { Shown } from './shown.ts'

export interface FindingProps {
  readonly checked: CheckedRule
  readonly shown: Shown
}

/** One rule: what was found, why it matters, the mend, and what was sent for it. Open where it failed. */
export function FindingEntry({ checked, shown }: FindingProps): JSX.Element {
  const { rule, finding } = checked
  return (
    <li
      class={`entry entry-${finding.result}`}
      id={rule.id}
      data-entry
      data-result={finding.result}
      data-group={rule.group}
    >
      <details open={finding.result === 'fail'}>
        <FindingHead checked={checked} shown={shown} />
        <div class="entry-body">
          <dl class="reasons">
            <dt>Why</dt>
            <dd>{rule.why}</dd>
            {finding.advice === null ? null : (
              <>
                <dt>Mend</dt>
                <dd class="mend">{shown.message(finding.advice)}</dd>
              </>
            )}
          </dl>
          <Exchanges checked={checked} shown={shown} />
        </div>
      </details>
    </li>
  )
}

function FindingHead({ checked, shown }: FindingProps): JSX.Element {
  const { rule, finding } = checked
  const { label, mark } = RESULTS.find(({ result }) => result === finding.result) ?? RESULTS[0]!
  return (
    <summary>
      <Icon kind={mark} />
      <h5>
        <span class="unseen">{`${label}: `}</span>
        <code>{rule.id}</code> <Breakable text={rule.title} />
      </h5>
      <span class={`badge badge-${rule.severity}`}>{rule.severity}</span>
      <span class="found">
        <Breakable text={shown.message(finding.message)} />
      </span>
    </summary>
  )
}

/** The most exchanges that are shown of one rule, and the most characters of one body: the page is to stay below 1 MB. */
const SHOWN: Readonly<
  Record<FindingResult, { readonly exchanges: number; readonly body: number }>
> = {
  fail: { exchanges: 10, body: 2048 },
  warn: { exchanges: 10, body: 2048 },
  skipped: { exchanges: 2, body: 512 },
  pass: { exchanges: 2, body: 512 },
}

function Exchanges({ checked, shown }: FindingProps): JSX.Element {
  const { rule, finding, exchanges } = checked
  const most = SHOWN[finding.result]
  const hidden = exchanges.length - most.exchanges
  if (exchanges.length === 0) return <p class="quiet">Nothing was sent for this rule alone.</p>
  return (
    <>
      <ul class="exchanges">
        {rejectedFirst(exchanges)
          .slice(0, most.exchanges)
          .map((exchange) => (
            <ExchangeEntry
              exchange={exchange}
              shown={shown}
              mostOfBody={most.body}
              wantsRejection={rule.group === 'refuses' || rule.group === 'authenticates'}
            />
          ))}
      </ul>
      {hidden > 0 ? (
        <p class="quiet">{`${count(hidden, 'more exchange')}: hookstep check --report har has all.`}</p>
      ) : null}
    </>
  )
}
