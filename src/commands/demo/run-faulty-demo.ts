import type { ChosenFault } from '../../config/parse-fault.ts'
import type { Context } from '../../context.ts'
import { CliError, type ExitCode } from '../../contract/errors.ts'
import { retryDelaysMs } from '../../contract/retry-schedule.ts'
import { startReceiver, type Receiver } from '../../receiver/receiver.ts'
import { renderReady } from '../../report/listen/receiver-lines.ts'
import { createTextReceiverReporter } from '../../report/listen/text-reporter.ts'
import type { SequenceReporter } from '../../report/sequence-events.ts'
import { createTextSequenceReporter } from '../../report/text/sequence-reporter.ts'
import { createStyle } from '../../report/style.ts'
import { renderArrival } from '../../report/text/arrival-line.ts'
import { renderFaultNews } from '../../report/text/fault-line.ts'
import { clockTime } from '../../report/text/units.ts'
import { withDeadline } from '../../tunnel/deadline.ts'
import { openLocaltunnel } from '../../tunnel/localtunnel.ts'
import { FAULTS } from '../../tunnel/relay/fault-list.ts'
import type { Relay, RelayEvent } from '../../tunnel/relay/relay.ts'
import { startRelay } from '../../tunnel/relay/start-relay.ts'
import type { Tunnel, TunnelOptions } from '../../tunnel/tunnel.ts'
import { interruptedExitCode } from '../exit-codes.ts'
import { createPublicUrlProbe } from '../listen/public-url-probe.ts'
import { DEMO_TIMINGS } from './demo-timings.ts'
import { runFaultCourse } from './fault-course.ts'
import { sendFullFlow } from './send-full-flow.ts'
import { createTunnelHealth, type TunnelHealth } from './tunnel-health.ts'

const OPEN_TIMEOUT_MS = 8000
const ATTEMPT_TIMEOUT_MS = 2000
/** The vendor's 30 s are half a second. */
const TIME_SCALE = 60
/** The fault comes when so many of the 18 notifications are through. */
const UNHARMED = 6
const HEAL_TIMEOUT_MS = 15_000

interface Rig {
  readonly context: Context
  readonly chosen: ChosenFault
  readonly relay: Relay
  readonly health: TunnelHealth
}

/**
 * The demo with a fault in its middle: exit code 0 when the tunnel works again and every notification
 * was acknowledged in the end. Throws `TUNNEL_UNAVAILABLE` when it does not heal.
 */
export async function runFaultyDemo(chosen: ChosenFault, context: Context): Promise<ExitCode> {
  const { clock, random } = context
  const onEvent = (event: RelayEvent): void => showFault(event, context)
  const health = createTunnelHealth()
  try {
    return await closing(await startRelay({ port: 0, clock, random, onEvent }), async (relay) =>
      withReceiver({ context, chosen, relay, health }),
    )
  } catch (error) {
    const code = interruptedExitCode(context)
    if (code === null) throw error
    return code
  }
}

function showFault(event: RelayEvent, { stderr, env, clock }: Context): void {
  if (event.type !== 'fault-on' && event.type !== 'fault-off' && event.type !== 'restarted') return
  stderr.write(renderFaultNews(event, clockTime(clock.now()), createStyle(stderr, env)))
}

async function withReceiver(rig: Rig): Promise<ExitCode> {
  const { clock, signal, stdout, env } = rig.context
  const probe = createPublicUrlProbe(rig.context)
  const style = createStyle(stdout, env)
  let onError!: (error: unknown) => void
  const broken = new Promise<never>((_, reject) => {
    onError = reject
  })
  const receiver = await startReceiver({
    port: 0,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    probe,
    clock,
    signal,
    onRequest: (received) => void stdout.write(renderArrival(received, style)),
    onError,
  })
  return closing(receiver, async () => Promise.race([withTunnel(receiver, probe.ask, rig), broken]))
}

async function withTunnel(
  receiver: Receiver,
  probe: TunnelOptions['probe'],
  rig: Rig,
): Promise<ExitCode> {
  const { context, relay, health } = rig
  const reporter = createTextReceiverReporter(context, false)
  const opening = openLocaltunnel(
    {
      localPort: receiver.port,
      probe,
      clock: context.clock,
      signal: context.signal,
      openTimeoutMs: OPEN_TIMEOUT_MS,
      relayUrl: relay.url,
      onEvent: (event) => {
        health.onState(event.state)
        reporter.onTunnel(event)
      },
    },
    DEMO_TIMINGS,
  )
  return closing(await opening, async (tunnel) => {
    const ready = {
      url: receiver.url,
      publicUrl: tunnel.publicUrl,
      journal: null,
      requiresToken: false,
    }
    context.stderr.write(renderReady(ready, createStyle(context.stderr, context.env)))
    return sendThrough(tunnel, rig)
  })
}

/** Sends the sequence with the fault in its middle, and waits until the tunnel works again. */
async function sendThrough(tunnel: Tunnel, rig: Rig): Promise<ExitCode> {
  const { context } = rig
  const over = new AbortController()
  const course = startAfter(UNHARMED, createTextSequenceReporter(context, false), async () =>
    runCourse(rig, over.signal),
  )
  try {
    const code = await sendFullFlow(
      {
        publicUrl: () => tunnel.publicUrl,
        timeoutMs: ATTEMPT_TIMEOUT_MS,
        retryDelaysMs: retryDelaysMs('vendor', TIME_SCALE),
        reporter: course.reporter,
      },
      context,
    )
    if (code === 0) await requireHealth(rig)
    return code
  } finally {
    over.abort()
    await course.done()
  }
}

async function runCourse({ relay, chosen, context }: Rig, signal: AbortSignal): Promise<void> {
  const fault = FAULTS.find(({ name }) => name === chosen.name)
  if (fault === undefined) return
  await runFaultCourse({ relay, fault, chosen, clock: context.clock, signal })
}

/** A reporter that lets something happen when so many deliveries are over. */
function startAfter(count: number, reporter: SequenceReporter, run: () => Promise<void>) {
  let deliveries = 0
  let running: Promise<void> | undefined
  const onDelivery: SequenceReporter['onDelivery'] = (delivery) => {
    reporter.onDelivery(delivery)
    deliveries += 1
    if (deliveries === count) running = run()
  }
  return { reporter: { ...reporter, onDelivery }, done: async () => running }
}

async function requireHealth({ health, context }: Rig): Promise<void> {
  const { clock, signal } = context
  const isHealed = await withDeadline(clock, HEAL_TIMEOUT_MS, [signal], health.untilHealthy).catch(
    () => false,
  )
  signal.throwIfAborted()
  if (isHealed) return
  const problem = `the tunnel did not come back within ${HEAL_TIMEOUT_MS / 1000} s`
  throw new CliError('TUNNEL_UNAVAILABLE', problem, {
    exitCode: 3,
    hint: 'hookstep demo without --fault',
  })
}

/** Gives what `run` gives, and closes the resource however it ends. */
async function closing<T extends { close(): Promise<void> }, R>(
  resource: T,
  run: (resource: T) => Promise<R>,
): Promise<R> {
  try {
    return await run(resource)
  } finally {
    await resource.close()
  }
}
