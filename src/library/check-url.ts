import { createRequire } from 'node:module'
import { isLoopback } from '../config/loopback.ts'
import { chooseRules, DESTRUCTIVE } from '../config/choose-rules.ts'
import { parseHeader } from '../config/parse-header.ts'
import { parseTarget } from '../config/parse-target.ts'
import { parseToken } from '../config/parse-token.ts'
import type { CheckReport } from '../contract/check-report.ts'
import { CliError } from '../contract/errors.ts'
import type { Rule } from '../contract/rules/rule.ts'
import { endpointFacts } from '../delivery/check/endpoint-facts.ts'
import { reportCheck } from '../delivery/check/report-check.ts'
import { secretHeaderNames, type Endpoint } from '../delivery/endpoint.ts'
import { fixedToken } from '../delivery/token-source.ts'
import { loadCheckTransport } from '../exchange/check-transport.ts'
import { isLocalHost } from '../exchange/locality.ts'
import { systemClock } from '../system-clock.ts'
import type { CheckOptions } from './check.ts'

const { version } = createRequire(import.meta.url)('hookstep/package.json') as { version: string }

/** Tries the rules on an endpoint: `check`, loaded when it is called. */
export async function checkUrl(url: string | URL, options: CheckOptions): Promise<CheckReport> {
  const { signal = new AbortController().signal, expiredToken = null } = options
  const endpoint = toEndpoint(String(url), options)
  const isLocal = await isLocalHost(endpoint.url, signal)
  const rules = chooseRules(options)
  if (!isLocal && options.allowHarm !== true) refuseHarm(rules, endpoint.url)
  const token = options.token === undefined ? null : parseToken(options.token)
  return reportCheck({
    ...(await loadCheckTransport(systemClock)),
    ...SILENT,
    rules,
    endpoint,
    facts: endpointFacts(endpoint, {
      isLoopback: isLoopback(endpoint.url),
      hasToken: token !== null,
      hasExpiredToken: expiredToken !== null,
    }),
    tokens: fixedToken(token),
    expiredToken: expiredToken === null ? null : parseToken(expiredToken),
    limits: { slowMs: options.slowMs ?? 5000, timeoutMs: endpoint.timeoutMs },
    ratePerSecond: options.ratePerSecond ?? (isLocal ? 1000 : 10),
    revival: { restart: options.restart ?? null, waitMs: options.restartWaitMs ?? 10_000 },
    clock: systemClock,
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
    signal,
    version,
    secretHeaders: secretHeaderNames(endpoint),
  })
}

const SILENT = { onRule: () => {}, onResult: () => {}, onGone: () => {}, onBack: () => {} }

function toEndpoint(url: string, { headers = {}, timeoutMs, insecure }: CheckOptions): Endpoint {
  return {
    url: parseTarget(url),
    headers: Object.entries(headers).map(([name, value]) => parseHeader(`${name}: ${value}`)),
    userAgent: `hookstep/${version}`,
    timeoutMs: timeoutMs ?? 30_000,
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
