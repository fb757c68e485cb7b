import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import type { LoadReport } from '../../contract/load-report.ts'
import { runLoad, type LoadOptions } from '../../delivery/load/run-load.ts'
import { runLoadOnThreads } from '../../delivery/load/threads/run-load-on-threads.ts'
import { compileTemplates, type WeightedFlow } from '../../delivery/load/session-template.ts'
import type { Endpoint } from '../../delivery/endpoint.ts'
import { orInterrupted } from '../../delivery/or-interrupted.ts'
import { isLocalHost } from '../../exchange/locality.ts'
import { createPoolExchange } from '../../exchange/pool-exchange.ts'
import type { FixtureLibrary } from '../../fixtures/fixture-library.ts'
import { loadVerdict } from '../../report/load/figures.ts'
import { createLoadReporter } from '../../report/load/load-reporter.ts'
import type { LoadReporter, LoadStart } from '../../report/load/load-events.ts'
import {
  loadReportFileName,
  renderLoadReport,
  type LoadReportFormat,
} from '../../report/load/report-format.ts'
import { makeSeed } from '../disorder-flags.ts'
import { interruptedExitCode } from '../exit-codes.ts'
import { openFixtures } from '../fixture-flags.ts'
import { scaledPace } from '../pace-flag.ts'
import { prepareReports, saveReports } from '../save-reports.ts'
import { toRetryOptions } from '../retry-flags.ts'
import { renderFor, toExternalCustomerId } from '../sender-flags.ts'
import { toEndpoint } from '../target-flags.ts'
import { toTokenSource, toTokenUrl } from '../token-flags.ts'
import type { LoadFlags } from './load-flags.ts'
import { loadMix } from './load-mix.ts'
import { isSlowed, socketsFor, toLoadEnd, toLoadModel } from './load-model.ts'
import { requireAllowedLoad } from './remote-guard.ts'
import { startThread } from './start-thread.ts'

/** `load <url>`. Throws `CliError` where nothing could be sent. */
export async function loadEndpoint(
  url: string | undefined,
  flags: LoadFlags,
  context: Context,
): Promise<ExitCode> {
  const endpoint = toEndpoint(url, flags, context, 'load')
  const fixtures = await openFixtures(flags, context)
  const mix = await loadMix(flags.flow, fixtures)
  const isRemote = !(await isLocalHost(endpoint.url, context.signal))
  const start: LoadStart = {
    url: endpoint.url,
    model: toLoadModel(flags, isRemote),
    end: toLoadEnd(flags),
    flows: mix.map(({ flow, weight }) => ({ name: flow.name, weight })),
    rampMs: flags.ramp,
    warmupMs: flags.warmup,
    seed: flags.seed ?? makeSeed(context.random),
    isSlowed: isSlowed(flags, isRemote),
  }
  const guarded = { isRemote, tokenUrl: toTokenUrl(flags), isAllowed: flags.yes === true }
  await requireAllowedLoad({ ...start, ...guarded }, context)
  await prepareReports(flags, context)
  const reporter = createLoadReporter(context, flags.json === true)
  const options = await toLoadOptions(start, { endpoint, mix, fixtures }, flags, context)
  const report = await send(options, start, reporter, flags, context)
  reporter.onEnd(report)
  const render = async (format: LoadReportFormat): Promise<string> =>
    renderLoadReport(format, report, context.secrets.redact)
  await saveReports(flags, { fileName: loadReportFileName, render }, context)
  return interruptedExitCode(context) ?? exitCodeOf(report)
}

interface Subject {
  readonly endpoint: Endpoint
  readonly mix: readonly WeightedFlow[]
  readonly fixtures: FixtureLibrary
}

type OptionsWithoutTransport = Omit<LoadOptions, 'exchange' | 'tokens' | 'onProgress'>

async function toLoadOptions(
  start: LoadStart,
  { endpoint, mix, fixtures }: Subject,
  flags: LoadFlags,
  { clock, random, signal, version, stderr }: Context,
): Promise<OptionsWithoutTransport> {
  const isWatched = stderr.isTTY && flags.json !== true
  const externalCustomerId = toExternalCustomerId(flags)
  const templates = await compileTemplates({
    mix,
    pace: scaledPace(flags.pace, flags.timeScale),
    externalCustomerId,
    render: async (status, session) => renderFor(status, session, fixtures, flags),
  })
  return {
    ...start,
    ...start.end,
    ...toRetryOptions(flags),
    templates,
    externalCustomerId,
    duplicate: flags.duplicate,
    endpoint,
    judge: { strict: flags.strict === true },
    assertions: flags.assert ?? [],
    ...(isWatched ? {} : { progressEveryMs: RECORD_EVERY_MS }),
    clock,
    random,
    signal,
    version,
  }
}

async function send(
  options: OptionsWithoutTransport,
  start: LoadStart,
  reporter: LoadReporter,
  flags: LoadFlags,
  context: Context,
): Promise<LoadReport> {
  const connections = socketsFor(start.model)
  const connectTimeoutMs = options.endpoint.timeoutMs
  const { exchange, close } = await createPoolExchange({ connections, connectTimeoutMs })
  try {
    const tokens = toTokenSource(flags, context, TOKEN_REST_MS)(exchange)
    await orInterrupted(context, tokens.get)
    reporter.onStart(start)
    const { onProgress } = reporter
    const { workers } = flags
    if (workers === 1) return await runLoad({ ...options, exchange, tokens, onProgress })
    const sockets = { connections: Math.ceil(connections / workers), connectTimeoutMs }
    return await runLoadOnThreads({
      ...{ ...options, tokens, onProgress, workers },
      startThread: () => startThread(sockets, context),
    })
  } finally {
    await close()
  }
}

/** How often a program is told of the run, in milliseconds; a person sees it change more often. */
const RECORD_EVERY_MS = 1000

/** The load is for the endpoint, not for the authorization server: that is asked about once in so long, in milliseconds. */
const TOKEN_REST_MS = 1000

/** A host without an address is our side's failure; anything else that went wrong is the endpoint's (hardening S6). */
function exitCodeOf(report: LoadReport): ExitCode {
  const { DNS: unknown = 0, TOKEN: tokenless = 0 } = report.reasons
  if (report.attempts > 0 && unknown + tokenless === report.attempts) return 3
  return loadVerdict(report) === 'passed' ? 0 : 1
}
