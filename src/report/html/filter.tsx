import type { JSX } from 'preact'
import { Icon, type MarkKind } from './mark.tsx'

/** A kind of entry that can be taken out of the list. */
export interface FilterChoice {
  readonly value: string
  readonly label: string
  readonly amount: number
  readonly mark: MarkKind
}

export interface FilterProps {
  /** What is listed, in the plural. */
  readonly noun: string
  readonly results: readonly FilterChoice[]
  readonly groups: readonly { readonly value: string; readonly label: string }[]
}

/**
 * Narrows the entries of the page: elements with `data-entry`, a `data-result`, a `data-group` and their text. Sections
 * with `data-section` go with the last of their entries. Hidden until the script of the page is there.
 */
export function Filter({ noun, results, groups }: FilterProps): JSX.Element {
  const amount = results.reduce((sum, result) => sum + result.amount, 0)
  return (
    <search class="filter" data-filter aria-label={`Filter ${noun}`} hidden>
      <fieldset>
        <legend class="unseen">Result</legend>
        {results.map((choice) => (
          <Choice {...choice} />
        ))}
      </fieldset>
      <label class="field">
        <span>Group</span>
        <select data-filter-group>
          <option value="">All groups</option>
          {groups.map(({ value, label }) => (
            <option value={value}>{label}</option>
          ))}
        </select>
      </label>
      <label class="field wide">
        <span>Text</span>
        <input
          type="search"
          data-filter-text
          placeholder="id, header, status …"
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <button type="button" data-filter-reset>
        Show all
      </button>
      <p class="count" role="status" aria-live="polite" data-filter-count data-noun={noun}>
        {`${amount} of ${amount} ${noun}`}
      </p>
    </search>
  )
}

function Choice({ value, label, amount, mark }: FilterChoice): JSX.Element {
  return (
    <label class={`choice choice-${mark}`}>
      <input type="checkbox" data-filter-result value={value} checked />
      <Icon kind={mark} />
      {`${label} `}
      <b>{amount}</b>
    </label>
  )
}
