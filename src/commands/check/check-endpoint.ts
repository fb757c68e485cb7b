import { isLoopback } from '../../config/loopback.ts'
import { parseToken } from '../../config/parse-token.ts'
import { chooseRules } from '../../config/choose-rules.ts'
import type { Context } from '../../context.ts'
import type { CheckReport } from '../../contract/check-report.ts'
import type { ExitCode } from '../../contract/errors.ts'
import type { Rule } from '../../contract/rules/rule.ts'
import { REMOTE_RATE } from '../../delivery/check/defaults.ts'
import { sameLengthToken } from '../../delivery/check/probe-credentials.ts'
import { reportCheck } from '../../delivery/check/report-check.ts'
import { endpointFacts } from '../../delivery/check/endpoint-facts.ts'
import type { Endpoint } from '../../delivery/endpoint.ts'
import { orInterrupted } from '../../delivery/or-interrupted.ts'
import type { TokenSource } from '../../delivery/token-source.ts'
import { loadCheckTransport } from '../../exchange/check-transport.ts'
import { isLocalHost } from '../../exchange/locality.ts'
import type { CheckReporter, CheckVerdict } from '../../report/check/check-events.ts'
import { createCheckReporter } from '../../report/check/check-reporter.ts'
import {
  checkReportFileName,
  renderCheckReport,
  type CheckReportFormat,
} from '../../report/check/report-format.ts'
import { interruptedExitCode } from '../exit-codes.ts'
import { prepareReports, saveReports, type RunReports } from '../save-reports.ts'
import { toEndpoint } from '../target-flags.ts'
import { toTokenSource } from '../token-flags.ts'
import { judgeReport, openBaseline, saveBaseline } from './baseline.ts'
import type { CheckFlags } from './check-flags.ts'
import { withoutUnwantedHarm } from './harm-guard.ts'
import { createRestarter } from './restart-command.ts'

/** Requests in a second to this machine and private networks. Ours. */
const LOCAL_RATE = 100

/** `check <url>`, without `--list`. Throws `CliError` where nothing could be tried. */
export async function checkEndpoint(
  url: string | undefined,
  flags: CheckFlags,
  context: Context,
): Promise<ExitCode> {
  const endpoint = toEndpoint(url, flags, context, 'check')
  const chosen = chooseRules(flags)
  const known = await openBaseline(flags, context)
  const isRemote = !(await isLocalHost(endpoint.url, context.signal))
  const intent = { url: endpoint.url, isRemote, isAllowed: flags.yes === true }
  const rules = await withoutUnwantedHarm({ ...intent, rules: chosen }, context)
  await prepareReports(flags, context)
  const reporter = createCheckReporter(context, flags)
  const report = await tryRules(rules, { endpoint, isRemote }, flags, context, reporter)
  const verdict = judgeReport(report, flags, known)
  reporter.onEnd(report, verdict)
  await saveBaseline(report, flags, known, context)
  await saveReports(flags, reportsOf(report, flags, known, context), context)
  return interruptedExitCode(context) ?? exitCodeOf(report, verdict)
}

/** As red as the exit code is with what is `known`. */
function reportsOf(
  report: CheckReport,
  { failOn }: CheckFlags,
  known: ReadonlySet<string>,
  { secrets }: Context,
): RunReports<CheckReportFormat> {
  return {
    fileName: checkReportFileName,
    render: async (format) => renderCheckReport(format, report, secrets.redact, { failOn, known }),
  }
}

interface Target {
  readonly endpoint: Endpoint
  readonly isRemote: boolean
}

async function tryRules(
  rules: readonly Rule[],
  { endpoint, isRemote }: Target,
  flags: CheckFlags,
  context: Context,
  reporter: CheckReporter,
): Promise<CheckReport> {
  const { clock, random, signal, version } = context
  const transport = await loadCheckTransport(clock)
  const tokens = keepingSecret(toTokenSource(flags, context)(transport.exchange), context)
  const token = (await orInterrupted(context, tokens.get)) ?? null
  const expiredToken = toExpiredToken(flags, context)
  const restarter =
    flags.restartCommand === undefined ? null : createRestarter(flags.restartCommand, context)
  const ratePerSecond = flags.rate ?? (isRemote ? REMOTE_RATE : LOCAL_RATE)
  reporter.onStart({ url: endpoint.url, rules: rules.length, ratePerSecond })
  try {
    return await reportCheck({
      ...reporter,
      rules,
      endpoint,
      facts: endpointFacts(endpoint, {
        isLoopback: isLoopback(endpoint.url),
        hasToken: token !== null,
        hasExpiredToken: expiredToken !== null,
      }),
      tokens,
      expiredToken,
      ...transport,
      limits: { slowMs: flags.slowAfter, timeoutMs: endpoint.timeoutMs },
      ratePerSecond,
      revival: { restart: restarter?.restart ?? null, waitMs: flags.restartWait },
      clock,
      random,
      signal,
      version,
    })
  } finally {
    await restarter?.close()
  }
}

/** A wrong token that is nearly the right one is a secret as well: an endpoint may repeat it. */
function keepingSecret(source: TokenSource, { secrets }: Context): TokenSource {
  return {
    ...source,
    get: async () => {
      const token = await source.get()
      if (token !== null) secrets.add(sameLengthToken(token))
      return token
    },
  }
}

function toExpiredToken({ expiredToken }: CheckFlags, { secrets }: Context): string | null {
  if (expiredToken === undefined) return null
  secrets.add(expiredToken)
  return parseToken(expiredToken)
}

/** A host without an address is our side's failure; anything else that went wrong is the endpoint's (hardening S6). */
function exitCodeOf(report: CheckReport, { counting, isCutShort }: CheckVerdict): ExitCode {
  const sent = report.results.flatMap(({ exchanges }) => exchanges)
  const isNowhere = sent.length > 0 && sent.every(({ verdict }) => verdict.reason === 'DNS')
  if (isNowhere) return 3
  // What ended early, or judged nothing, has shown nothing.
  const isJudged = !isCutShort && report.summary.score !== null
  return counting.length === 0 && isJudged ? 0 : 1
}
