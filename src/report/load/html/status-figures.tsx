import type { JSX } from 'preact'
import type { LoadReport, StatusLoad } from '../../../contract/load-report.ts'
import { Breakable } from '../../html/breakable.tsx'
import { bareMs, inVendorOrder } from '../figures.ts'
import type { Shown } from './shown.ts'
import type { SectionProps } from './summary.tsx'

const HEAD = ['Status', 'Count', '50 %', '90 %', '99 %', '99.9 %', 'Slowest', 'Rejected']

/** Latency by status in numbers, with a row for all of it. */
export function StatusFigures({ report, shown }: SectionProps): JSX.Element {
  return (
    <section id="statuses" class="panel" aria-labelledby="statuses-title">
      <h2 id="statuses-title">Latency by status</h2>
      {report.byStatus.length === 0 ? (
        <p class="quiet">Nothing was measured.</p>
      ) : (
        <table class="latency load-figures">
          <caption>Times in milliseconds.</caption>
          <thead>
            <tr>
              {HEAD.map((head, index) => (
                <th scope="col" class={index > 0 ? 'number' : undefined}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...inVendorOrder(report.byStatus), allOf(report)].map((row) => (
              <Row row={row} shown={shown} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function allOf({ latency, rejected }: LoadReport): StatusLoad {
  return { onboardingStatus: 'all', latency, rejected }
}

function Row({ row, shown }: { readonly row: StatusLoad; readonly shown: Shown }): JSX.Element {
  const { count, p50, p90, p99, p999, max } = row.latency
  const cells = [String(count), ...[p50, p90, p99, p999, max].map(bareMs), String(row.rejected)]
  return (
    <tr>
      <th scope="row">
        <code>
          <Breakable text={shown.message(row.onboardingStatus)} />
        </code>
      </th>
      {cells.map((cell, index) => (
        <td class="number" data-label={HEAD[index + 1]}>
          {cell}
        </td>
      ))}
    </tr>
  )
}
