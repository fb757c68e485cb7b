import { expect, test } from 'vitest'
import {
  judgeAssertions,
  type JudgedFigures,
  type LoadAssertion,
} from '../../src/contract/load-assertion.ts'

const FIGURES: JudgedFigures = {
  latency: { count: 1000, mean: 12, p50: 10, p90: 20, p99: 100, p999: 400, max: 500 },
  percentiles: [
    [50, 10],
    [95, 30],
    [100, 500],
  ],
  attempts: 1000,
  rejected: 4,
  durationMs: 2000,
}

const NOTHING: JudgedFigures = {
  latency: { count: 0, mean: null, p50: null, p90: null, p99: null, p999: null, max: null },
  percentiles: [],
  attempts: 0,
  rejected: 0,
  durationMs: 0,
}

type Case = Pick<LoadAssertion, 'metric' | 'operator' | 'threshold'>

function judge({ metric, operator, threshold }: Case, figures: JudgedFigures) {
  const text = `${metric}${operator}${threshold}`
  return judgeAssertions(figures, [{ text, metric, operator, threshold }])[0]
}

test.each([
  ['p50', 10],
  ['p90', 20],
  ['p95', 30],
  ['p99', 100],
  ['p99.9', 400],
  ['max', 500],
  ['mean', 12],
  ['rejected', 0.4],
  ['rate', 500],
] as const)('%s is judged by its own figure', (metric, actual) => {
  expect(judge({ metric, operator: '<', threshold: actual }, FIGURES)).toEqual({
    text: `${metric}<${actual}`,
    actual,
    isHeld: false,
  })
  expect(judge({ metric, operator: '<', threshold: actual + 0.1 }, FIGURES)?.isHeld).toBe(true)
  expect(judge({ metric, operator: '>=', threshold: 0 }, NOTHING)).toEqual({
    text: `${metric}>=0`,
    actual: null,
    isHeld: false,
  })
})

test.each([
  ['<', [true, false, false]],
  ['<=', [true, true, false]],
  ['>', [false, false, true]],
  ['>=', [false, true, true]],
] as const)('%s holds below, at and above the threshold as it says', (operator, expected) => {
  const held = [101, 100, 99].map(
    (threshold) => judge({ metric: 'p99', operator, threshold }, FIGURES)?.isHeld,
  )
  expect(held).toEqual(expected)
})
