import Table from 'cli-table3'
import type { LatencySummary, LoadReport, StatusLoad } from '../../../contract/load-report.ts'
import { cutLine, fits, indented, isNarrow, type Style } from '../../style.ts'
import { bareMs, inVendorOrder } from '../figures.ts'

const FIGURES = ['count', 'p50', 'p90', 'p99', 'p99.9', 'max']

const TIMES = ['p50', 'p90', 'p99', 'p999', 'max'] as const

/** The columns of the longest status of the vendor. A longer one is none of its. */
const WIDEST_STATUS = 34

/** Latency by status in milliseconds, with a row for all of it; in a narrow terminal the figures go below the status. */
export function renderStatusTable(report: LoadReport, style: Style): string {
  const rows = [...inVendorOrder(report.byStatus), allOf(report)]
  if (isNarrow(style)) return rows.map((row) => stacked(row, style)).join('')
  const wide = tableOf(rows, { gap: '  ', rejected: 'rejected' }, style)
  const isWide = wide.split('\n').every((line) => fits(line, style))
  const table = isWide ? wide : tableOf(rows, { gap: ' ', rejected: 'rej' }, style)
  return `${table}\n${style.paint.dim('times in ms')}\n`
}

function allOf({ latency, rejected }: LoadReport): StatusLoad {
  return { onboardingStatus: 'all', latency, rejected }
}

interface Spacing {
  readonly gap: string
  /** The head of the last column. */
  readonly rejected: string
}

function tableOf(rows: readonly StatusLoad[], { gap, rejected }: Spacing, style: Style): string {
  const head = ['status', ...FIGURES, rejected]
  const table = new Table({
    head: head.map((title) => style.paint.dim(title)),
    chars: { ...NO_LINES, middle: gap },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
  })
  for (const row of rows) {
    table.push([
      nameOf(row, style),
      String(row.latency.count),
      ...times(row.latency),
      rejectedOf(row, style),
    ])
  }
  return table.toString()
}

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
}

function times(latency: LatencySummary): string[] {
  return TIMES.map((name) => bareMs(latency[name]))
}

function nameOf({ onboardingStatus }: StatusLoad, style: Style): string {
  return cutLine(style.show(onboardingStatus), { ...style, columns: WIDEST_STATUS })
}

function rejectedOf({ rejected }: StatusLoad, { paint }: Style): string {
  return rejected === 0 ? '0' : paint.red(String(rejected))
}

function stacked(row: StatusLoad, style: Style): string {
  const { count } = row.latency
  const [p50, p90, p99, p999, max] = times(row.latency)
  const lines = [
    `${count} sent, ${rejectedOf(row, style)} rejected`,
    `p50 ${p50}  p90 ${p90}  p99 ${p99} ms`,
    `p99.9 ${p999}  max ${max} ms`,
  ]
  const head = indented(nameOf(row, style), 0, style)
  return `${[head, ...lines.map((line) => indented(line, 2, style))].join('\n')}\n`
}
