import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import type { Clock } from '../../src/context.ts'
import type { CheckResult } from '../../src/delivery/check/run-check.ts'
import { runCheck } from '../../src/delivery/check/run-check.ts'
import type { CheckOptions } from '../../src/delivery/check/check-options.ts'
import type { Endpoint } from '../../src/delivery/endpoint.ts'
import { fixedToken } from '../../src/delivery/token-source.ts'
import type { FindingResult } from '../../src/contract/finding.ts'
import { RULES } from '../../src/contract/rules/rule-list.ts'
import { exchangeTogether } from '../../src/exchange/framed/exchange-together.ts'
import { framedExchange } from '../../src/exchange/framed/framed-exchange.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import { createInspect } from '../../src/exchange/inspect.ts'
import { systemClock } from '../../src/system-clock.ts'
import type { HeaderPair } from '../../src/contract/received.ts'

/** What is unusual about a run; everything else is as `check` has it, but for the rate, which has no limit. */
export interface Setup extends Partial<CheckOptions> {
  readonly token?: string | null
  readonly headers?: readonly HeaderPair[]
  /** False takes any certificate. @default true */
  readonly verifyCertificate?: boolean
  /** Ids; all rules without it. */
  readonly only?: readonly string[]
}

/** Runs rules against a URL over real sockets. */
export async function runRules(url: string, setup: Setup = {}): Promise<CheckResult> {
  const { token = null, only, limits = LIMITS, ...options } = setup
  const rules = RULES.filter(({ id }) => only === undefined || only.includes(id))
  return runCheck({
    rules,
    endpoint: endpointOf(url, setup, limits.timeoutMs),
    facts: factsOf(url, setup),
    tokens: fixedToken(token),
    expiredToken: null,
    exchange: await loadGotExchange(),
    framedExchange,
    exchangeTogether,
    inspect: createInspect(systemClock),
    limits,
    ratePerSecond: 1e6,
    revival: { restart: null, waitMs: 0 },
    clock: HASTY_CLOCK,
    random: { bytes: (count) => randomBytes(count) },
    signal: endlessSignal(),
    onRule: () => {},
    onResult: () => {},
    onGone: () => {},
    onBack: () => {},
    ...options,
  })
}

/** Sleeps a tenth of the time: what a run waits for beside the endpoint is not what these tests are about. */
const HASTY_CLOCK: Clock = {
  ...systemClock,
  sleep: async (ms, signal) => systemClock.sleep(ms / 10, signal),
}

/** As the context of a run has it: fifty requests at once listen to it. */
function endlessSignal(): AbortSignal {
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  return signal
}

const LIMITS = { slowMs: 5000, timeoutMs: 5000 }

function endpointOf(
  url: string,
  { headers = [], verifyCertificate = true }: Setup,
  timeoutMs: number,
): Endpoint {
  return { url: new URL(url), headers, userAgent: 'test', timeoutMs, verifyCertificate }
}

function factsOf(url: string, { token, expiredToken, headers = [] }: Setup) {
  return {
    isHttps: url.startsWith('https:'),
    isLoopback: true,
    hasToken: (token ?? null) !== null,
    hasExpiredToken: (expiredToken ?? null) !== null,
    customHeaders: headers.map(([name]) => name.toLowerCase()),
  }
}

/** The result of each rule, by its id. */
export function resultsOf({
  results,
}: Pick<CheckResult, 'results'>): Record<string, FindingResult> {
  return Object.fromEntries(results.map(({ rule, finding }) => [rule.id, finding.result]))
}

/** The rules that did not pass, and were not skipped: `{ 'ACK-EXPIRED': 'fail' }`. */
export function flawsOf(result: Pick<CheckResult, 'results'>): Record<string, FindingResult> {
  return Object.fromEntries(
    Object.entries(resultsOf(result)).filter(([, found]) => found === 'fail' || found === 'warn'),
  )
}

/** The ids of the rules with this result, in the order in which they are told. */
export function withResult(
  wanted: FindingResult,
  { results }: Pick<CheckResult, 'results'>,
): string[] {
  return results.filter(({ finding }) => finding.result === wanted).map(({ rule }) => rule.id)
}

/** What was found, by the id of the rule. */
export function messagesOf({ results }: Pick<CheckResult, 'results'>): Record<string, string> {
  return Object.fromEntries(results.map(({ rule, finding }) => [rule.id, finding.message]))
}
