import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { fixedToken } from '../delivery/token-source.ts'
import { planSequence } from '../delivery/plan-sequence.ts'
import { renderNotification } from '../fixtures/render-notification.ts'
import { DEFAULT_FLOW } from '../fixtures/shipped.ts'
import { renderReady } from '../report/listen/receiver-lines.ts'
import { createTextReceiverReporter } from '../report/listen/text-reporter.ts'
import { createSequenceReporter } from '../report/sequence-reporter.ts'
import { createStyle } from '../report/style.ts'
import { renderArrival } from '../report/text/arrival-line.ts'
import type { CommandDefinition } from './command.ts'
import { interruptedExitCode } from './exit-codes.ts'
import { openFixtures } from './fixture-flags.ts'
import { runReceiver } from './listen/run-receiver.ts'
import { sendPlan } from './send-plan.ts'
import { DEFAULT_TIMEOUT_MS } from './target-flags.ts'
import type { TunnelFlags } from './listen/tunnel-flags.ts'

/** Slow enough to follow by eye, and the whole demo stays under ten seconds. */
const DEMO_GAP_MS = 150

const SIMULATED: TunnelFlags = {
  tunnel: 'simulated',
  tunnelHost: '',
  requireTunnel: true,
  tunnelTimeout: 8000,
}

/** `hookstep demo`: the whole tool in one go, on this machine and without a network. */
export const demo: CommandDefinition = (program, context, finish) => {
  program
    .command('demo')
    .summary('show the whole tool in one go, on this machine, without a network')
    .description(
      'Starts a relay, a receiver behind it through the real localtunnel client, and sends the flow ' +
        `${DEFAULT_FLOW} to the public URL: both sides on screen, every answer judged.`,
    )
    .action(async () => finish(await runDemo(context)))
}

async function runDemo(context: Context): Promise<ExitCode> {
  const style = createStyle(context.stdout, context.env)
  const reporter = createTextReceiverReporter(context, false)
  const running = await runReceiver({
    port: 0,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    tunnel: SIMULATED,
    context,
    reporter,
    onRequest: (received) => void context.stdout.write(renderArrival(received, style)),
  })
  try {
    const { publicUrl } = running
    // Without a tunnel the demo would have thrown, but for an interruption.
    if (publicUrl === null) return interruptedExitCode(context) ?? 3
    const ready = { url: running.receiver.url, publicUrl, journal: null, requiresToken: false }
    context.stderr.write(renderReady(ready, createStyle(context.stderr, context.env)))
    return await sendFullFlow(publicUrl, context)
  } finally {
    await running.close()
  }
}

async function sendFullFlow(publicUrl: string, context: Context): Promise<ExitCode> {
  const { clock, random, version } = context
  const fixtures = await openFixtures({ var: [] }, context)
  const sessions = await planSequence({
    flows: [await fixtures.loadFlow(DEFAULT_FLOW)],
    includeUnknown: false,
    interviewId: null,
    externalCustomerId: 'made-up',
    pace: { kind: 'fixed', gapMs: DEMO_GAP_MS },
    clock,
    random,
    render: async (status, session) =>
      renderNotification(await fixtures.loadNotification(status), session),
  })
  return sendPlan({
    command: 'demo',
    plan: { sessions, actions: [], seed: null },
    tokens: () => fixedToken(null),
    retry: { retryDelaysMs: [], retryOrder: 'free', stopOnGone: false },
    reports: { reportDir: '' },
    endpoint: {
      url: new URL('/webhook', publicUrl),
      headers: [],
      userAgent: `hookstep/${version}`,
      timeoutMs: DEFAULT_TIMEOUT_MS,
      verifyCertificate: true,
    },
    strict: false,
    stopOnFailure: false,
    context,
    reporter: createSequenceReporter(context, false),
  })
}
