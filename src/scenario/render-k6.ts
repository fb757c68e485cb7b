import { describeScenario, renderScript } from './render-script.ts'
import type { Scenario } from './scenario.ts'
import template from './scripts/k6.js?raw'

/** The most VUs that a script asks for: as many sessions as `load` has in flight at most. */
const MOST_VUS = 10_000
/** What an answer may take before k6 has to start more VUs than it was told to; ours. */
const ASSUMED_ANSWER_MS = 200

/** A module for k6 that plays the scenario. `run` is how it is started. */
export function renderK6(scenario: Scenario, run: string): string {
  const head = describeScenario(scenario, run).map((line) => `// ${line}\n`)
  return head.join('') + renderScript(template, scenario, { arrivals: toArrivals(scenario) })
}

/** The settings of k6's `constant-arrival-rate`; a VU is a session in flight. */
function toArrivals(scenario: Scenario): Record<string, unknown> {
  const inFlight = Math.ceil((scenario.ratePerSecond * meanLengthMs(scenario)) / 1000)
  const preAllocatedVUs = Math.min(MOST_VUS, Math.max(10, inFlight))
  return {
    ...toWholeRate(scenario.ratePerSecond),
    duration: `${scenario.durationMs}ms`,
    preAllocatedVUs,
    maxVUs: Math.min(MOST_VUS, 10 * preAllocatedVUs),
    gracefulStop: `${longestMs(scenario)}ms`,
  }
}

/** k6 takes whole numbers only: 2.5 in a second are 25 in ten. */
function toWholeRate(ratePerSecond: number): { rate: number; timeUnit: string } {
  const decimals = Math.min(6, (String(ratePerSecond).split('.')[1] ?? '').length)
  const seconds = 10 ** decimals
  return { rate: Math.round(ratePerSecond * seconds), timeUnit: `${seconds}s` }
}

function meanLengthMs({ sessions }: Scenario): number {
  const weights = sessions.reduce((sum, { weight }) => sum + weight, 0)
  const lengths = sessions.map(
    ({ weight, notifications }) => (weight / weights) * lengthMs(notifications, ASSUMED_ANSWER_MS),
  )
  return lengths.reduce((sum, each) => sum + each)
}

/** How long a session may take that nobody answers. */
function longestMs({ sessions, timeoutMs }: Scenario): number {
  return Math.ceil(
    Math.max(...sessions.map(({ notifications }) => lengthMs(notifications, timeoutMs))),
  )
}

function lengthMs(notifications: readonly { readonly gapMs: number }[], answerMs: number): number {
  return notifications.reduce((sum, { gapMs }) => sum + gapMs + answerMs, 0)
}
