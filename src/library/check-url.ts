import { setMaxListeners } from 'node:events'
import { createRequire } from 'node:module'
import { isLoopback } from '../config/loopback.ts'
import { chooseRules, DESTRUCTIVE } from '../config/choose-rules.ts'
import { parseHeader } from '../config/parse-header.ts'
import { parseTarget } from '../config/parse-target.ts'
import { parseToken } from '../config/parse-token.ts'
import type { CheckReport } from '../contract/check-report.ts'
import { CliError } from '../contract/errors.ts'
import type { Rule } from '../contract/rules/rule.ts'
import {
  DEFAULT_RESTART_WAIT_MS,
  DEFAULT_SLOW_MS,
  REMOTE_RATE,
} from '../delivery/check/defaults.ts'
import { endpointFacts } from '../delivery/check/endpoint-facts.ts'
import { reportCheck } from '../delivery/check/report-check.ts'
import { DEFAULT_TIMEOUT_MS, type Endpoint } from '../delivery/endpoint.ts'
import { fixedToken } from '../delivery/token-source.ts'
import { loadCheckTransport } from '../exchange/check-transport.ts'
import { isLocalHost } from '../exchange/locality.ts'
import { systemClock } from '../system-clock.ts'
import type { CheckOptions } from './check-options.ts'

const { version } = createRequire(import.meta.url)('hookstep/package.json') as { version: string }

/** Tries the rules on an endpoint: `check`, loaded when it is called. */
export async function checkUrl(url: string, options: CheckOptions): Promise<CheckReport> {
  const signal = patientSignal(options)
  const endpoint = toEndpoint(url, options)
  const isLocal = await isLocalHost(endpoint.url, signal)
  const rules = chooseRules(options)
  if (!isLocal && options.allowHarm !== true) refuseHarm(rules, endpoint.url)
  return reportCheck({
    ...(await loadCheckTransport(systemClock)),
    ...SILENT,
    ...toCredentials(endpoint, options),
    ...toLimits(endpoint, isLocal, options),
    rules,
    endpoint,
    clock: systemClock,
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
    signal,
    version,
  })
}

/** Aborts with the caller's own, and lets as many listen as there are requests at once. */
function patientSignal({ signal }: CheckOptions): AbortSignal {
  const own = AbortSignal.any(signal === undefined ? [] : [signal])
  setMaxListeners(0, own)
  return own
}

function toCredentials(endpoint: Endpoint, options: CheckOptions) {
  const [token = null, expiredToken = null] = [options.token, options.expiredToken].map((each) =>
    each === undefined ? null : parseToken(each),
  )
  const facts = endpointFacts(endpoint, {
    isLoopback: isLoopback(endpoint.url),
    hasToken: token !== null,
    hasExpiredToken: expiredToken !== null,
  })
  return { facts, tokens: fixedToken(token), expiredToken }
}

function toLimits({ timeoutMs }: Endpoint, isLocal: boolean, options: CheckOptions) {
  const { slowMs = DEFAULT_SLOW_MS, restart = null, restartWaitMs } = options
  return {
    limits: { slowMs, timeoutMs },
    ratePerSecond: options.ratePerSecond ?? (isLocal ? LOCAL_RATE : REMOTE_RATE),
    revival: { restart, waitMs: restartWaitMs ?? DEFAULT_RESTART_WAIT_MS },
  }
}

/** A test suite checks its own app: as fast as that goes. */
const LOCAL_RATE = 1000
const SILENT = { onRule: () => {}, onResult: () => {}, onGone: () => {}, onBack: () => {} }

function toEndpoint(url: string, { headers = {}, timeoutMs, insecure }: CheckOptions): Endpoint {
  return {
    url: parseTarget(url),
    headers: Object.entries(headers).map(([name, value]) => parseHeader(`${name}: ${value}`)),
    userAgent: `hookstep/${version}`,
    timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
    verifyCertificate: insecure !== true,
  }
}

function refuseHarm(rules: readonly Rule[], { host }: URL): void {
  const { length } = rules.filter(({ isDestructive }) => isDestructive)
  if (length === 0) return
  throw new CliError(
    'REMOTE_HOST',
    `${length} of the rules may end an endpoint, and ${host} is remote`,
    {
      hint: `allowHarm: true, or skip: ['${DESTRUCTIVE}']`,
    },
  )
}
