import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { startReceiver, type Receiver, type ReceiverOptions } from '../../receiver/receiver.ts'
import type { ReceiverReporter } from '../../report/listen/receiver-reporter.ts'
import type { Tunnel } from '../../tunnel/tunnel.ts'
import { warn } from '../notices.ts'
import { createBreak } from './create-break.ts'
import { createPublicUrlProbe, type PublicUrlProbe } from './public-url-probe.ts'
import { toTunnelKind } from './choose-tunnel.ts'
import { PUBLIC_RELAY, type TunnelFlags } from './tunnel-flags.ts'

export interface RunReceiverOptions extends Omit<
  ReceiverOptions,
  'probe' | 'clock' | 'signal' | 'onError'
> {
  readonly tunnel: TunnelFlags
  readonly context: Context
  readonly reporter: Pick<ReceiverReporter, 'onListening' | 'onTunnel'>
}

/** A receiver and the tunnel to it; `publicUrl` is null where there is none. */
export interface RunningReceiver {
  readonly receiver: Receiver
  readonly publicUrl: string | null
  /** Never resolves; rejects when a request met a bug. */
  readonly broken: Promise<never>
  close(): Promise<void>
}

/**
 * Starts the receiver, then the tunnel to it. A tunnel that cannot be opened is a warning, and the
 * local address stays; with `--require-tunnel` or `--require-subdomain` it is an error.
 */
export async function runReceiver(options: RunReceiverOptions): Promise<RunningReceiver> {
  const { context, reporter } = options
  const probe = createPublicUrlProbe(context)
  const { clock, signal } = context
  const { broken, onError } = createBreak()
  const receiver = await startReceiver({ ...options, probe, clock, signal, onError })
  try {
    reporter.onListening(receiver.url)
    const tunnel = await openTunnelTo(receiver, probe, options)
    return {
      receiver,
      publicUrl: tunnel?.publicUrl ?? null,
      broken: tunnel === null ? broken : Promise.race([broken, tunnel.broken]),
      close: async () => {
        await tunnel?.close()
        await receiver.close()
      },
    }
  } catch (error) {
    await receiver.close()
    throw error
  }
}

async function openTunnelTo(
  receiver: Receiver,
  probe: PublicUrlProbe,
  { tunnel: flags, context, reporter }: RunReceiverOptions,
): Promise<Tunnel | null> {
  const kind = toTunnelKind(flags)
  if (kind === null) return null
  const { openTunnel } = await import('../../tunnel/open-tunnel.ts')
  const opening = openTunnel(kind, {
    localPort: receiver.port,
    probe: probe.ask,
    onEvent: reporter.onTunnel,
    clock: context.clock,
    signal: context.signal,
    random: context.random,
    openTimeoutMs: flags.tunnelTimeout,
    ...toRelays(flags.tunnelHost),
    requireSubdomain: flags.requireSubdomain === true,
    ...(flags.subdomain === undefined ? {} : { subdomain: flags.subdomain }),
  })
  return opening.catch((error: unknown) => {
    const problem = goOnWithout(error, flags, context)
    if (problem !== null) reporter.onTunnel({ state: 'down', publicUrl: null, detail: problem })
    return null
  })
}

function toRelays([relayUrl = PUBLIC_RELAY, ...moreRelayUrls]: readonly string[]) {
  return { relayUrl, moreRelayUrls }
}

/**
 * Decides what a tunnel that did not open means: the end, or a receiver with a local address only, and
 * then what the problem is; null when the run was interrupted.
 */
function goOnWithout(error: unknown, flags: TunnelFlags, context: Context): string | null {
  if (context.signal.aborted) return null
  const isFatal = flags.requireTunnel === true || flags.requireSubdomain === true
  if (!(error instanceof CliError) || isFatal) throw error
  warn(context, `no tunnel, the local address only: ${error.message}`, error.hint)
  return error.message
}
