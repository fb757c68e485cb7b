import type { JSX } from 'preact'
import type { LoadReport, StatusLoad } from '../../../contract/load-report.ts'
import { Breakable } from '../../html/breakable.tsx'
import { bareMs, inVendorOrder } from '../figures.ts'
import { FiguresTable, type FiguresRow } from './figures-table.tsx'
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
        <FiguresTable
          caption="Times in milliseconds."
          head={HEAD}
          rows={[...inVendorOrder(report.byStatus), allOf(report)].map((row) => rowOf(row, shown))}
        />
      )}
    </section>
  )
}

function allOf({ latency, rejected }: LoadReport): StatusLoad {
  return { onboardingStatus: 'all', latency, rejected }
}

function rowOf({ onboardingStatus, latency, rejected }: StatusLoad, shown: Shown): FiguresRow {
  const { count, p50, p90, p99, p999, max } = latency
  const name = (
    <code>
      <Breakable text={shown.message(onboardingStatus)} />
    </code>
  )
  return [name, [String(count), ...[p50, p90, p99, p999, max].map(bareMs), String(rejected)]]
}
