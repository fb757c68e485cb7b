import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import type { Endpoint } from '../../delivery/endpoint.ts'
import { planSequence } from '../../delivery/plan-sequence.ts'
import { fixedToken } from '../../delivery/token-source.ts'
import { renderNotification } from '../../fixtures/render-notification.ts'
import { DEFAULT_FLOW } from '../../fixtures/shipped.ts'
import type { SequenceReporter } from '../../report/sequence-events.ts'
import { openFixtures } from '../fixture-flags.ts'
import { sendPlan } from '../send-plan.ts'

/** Slow enough to follow by eye, and the whole demo stays under ten seconds. */
const DEMO_GAP_MS = 150

export interface SendFullFlowOptions {
  /** Where every attempt goes to, asked anew for each. */
  readonly publicUrl: () => string
  readonly timeoutMs: number
  readonly retryDelaysMs: readonly number[]
  readonly reporter: SequenceReporter
}

/** Sends the default flow to the public URL of a demo, and gives the exit code. */
export async function sendFullFlow(
  options: SendFullFlowOptions,
  context: Context,
): Promise<ExitCode> {
  const { clock, random } = context
  const { retryDelaysMs, reporter } = options
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
    retry: { retryDelaysMs, retryOrder: 'free', stopOnGone: false },
    reports: { reportDir: '' },
    endpoint: endpointAt(options, context),
    strict: false,
    stopOnFailure: false,
    context,
    reporter,
  })
}

function endpointAt({ publicUrl, timeoutMs }: SendFullFlowOptions, { version }: Context): Endpoint {
  return {
    get url() {
      return new URL('/webhook', publicUrl())
    },
    headers: [],
    userAgent: `hookstep/${version}`,
    timeoutMs,
    verifyCertificate: true,
  }
}
