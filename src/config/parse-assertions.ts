import { CliError } from '../contract/errors.ts'
import {
  LOAD_METRICS,
  LOAD_OPERATORS,
  type LoadAssertion,
  type LoadMetric,
} from '../contract/load-assertion.ts'
import { closestName } from './closest-name.ts'

const EXAMPLE = "'p99<200ms,rejected<0.1%'"

const FORM = new RegExp(`^([^<>=\\s]+)\\s*(${LOAD_OPERATORS.join('|')})\\s*([^<>=\\s]+)$`)

/**
 * The thresholds from `p99<200ms,rejected<0.1%`. Latencies take `ms`, `s` or a bare number of milliseconds;
 * `rejected` a percentage; `rate` a number in a second, as `500` or `500/s`. Throws `BAD_ASSERTION`.
 */
export function parseAssertions(text: string, flag: string): LoadAssertion[] {
  return text.split(',').map((part) => parseAssertion(part.trim(), flag))
}

function parseAssertion(text: string, flag: string): LoadAssertion {
  const match = FORM.exec(text)
  if (match === null) {
    throw badAssertion(flag, `expected METRIC<LIMIT, found ${JSON.stringify(text)}`, EXAMPLE)
  }
  const [, name, operator, limit] = match as unknown as [string, string, string, string]
  const metric = findMetric(name, flag)
  const form = limitFormOf(metric)
  const threshold = form.read(limit)
  if (threshold === null) {
    const problem = `${metric}: expected ${form.expected}, found ${JSON.stringify(limit)}`
    throw badAssertion(flag, problem, `'${metric}${operator}${form.example}'`)
  }
  return { text, metric, operator: operator as LoadAssertion['operator'], threshold }
}

function findMetric(name: string, flag: string): LoadMetric {
  const found = LOAD_METRICS.find((metric) => metric === name)
  if (found !== undefined) return found
  const problem = `there is no metric ${JSON.stringify(name)}`
  const likeliest = closestName(name, LOAD_METRICS)
  const names = LOAD_METRICS.join(', ')
  const hint = likeliest === undefined ? names : `did you mean ${likeliest}? There are ${names}`
  throw new CliError('BAD_ASSERTION', `${flag}: ${problem}`, { hint })
}

interface LimitForm {
  readonly expected: string
  readonly example: string
  /** Null for what is no such limit. */
  readonly read: (text: string) => number | null
}

const LATENCY: LimitForm = {
  expected: 'a duration',
  example: '200ms',
  read: (text) => {
    const [, figure, unit] = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text) ?? []
    return figure === undefined ? null : Number(figure) * (unit === 's' ? 1000 : 1)
  },
}

const SHARE: LimitForm = {
  expected: 'a percentage from 0% to 100%',
  example: '0.1%',
  read: (text) => {
    const share = Number(/^(\d+(?:\.\d+)?)%$/.exec(text)?.[1] ?? Number.NaN)
    return share <= 100 ? share : null
  },
}

const RATE: LimitForm = {
  expected: 'a number in a second',
  example: '500/s',
  read: (text) => {
    const rate = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text)?.[1]
    return rate === undefined ? null : Number(rate)
  },
}

function limitFormOf(metric: LoadMetric): LimitForm {
  if (metric === 'rejected') return SHARE
  return metric === 'rate' ? RATE : LATENCY
}

function badAssertion(flag: string, problem: string, example: string): CliError {
  return new CliError('BAD_ASSERTION', `${flag}: ${problem}`, { hint: `${flag} ${example}` })
}
