import type { Context } from '../../../context.ts'
import { CliError } from '../../../contract/errors.ts'
import { wholeMs } from '../../../report/text/units.ts'
import { runReceiver } from '../../listen/run-receiver.ts'
import type { TunnelFlags } from '../../listen/tunnel-flags.ts'
import { fail, pass, skipped, warn, type Check, type CheckResult } from '../check.ts'
import { NETWORK_LIMIT_MS, type Subject } from '../subject.ts'
import { whyNotAsked } from '../at-relay.ts'

/** Time to close; the tunnel has a limit of its own, and says what was wrong. */
const CLOSING_MS = 3000

/** Whether a request comes through a tunnel to a receiver here, as it will with listen. */
export const tunnel: Check = {
  rule: 'tunnel',
  title: 'Tunnel',
  severity: 'required',
  concerns: 'machine',
  limitMs: ({ flags }) => NETWORK_LIMIT_MS + flags.tunnelTimeout + CLOSING_MS,
  run: async (subject, signal) => {
    const { tunnel: kind } = subject.flags
    if (kind === 'none') return skipped('--tunnel none')
    if (kind === 'public-url') return skipped('--public-url leads to the port of listen')
    if (await isRelaySilent(subject)) {
      return skipped('the relay does not answer; --tunnel simulated tries one on this machine')
    }
    return openAndProve(subject, signal)
  },
}

/** True where a tunnel would be tried in vain for as long as its time lasts. */
async function isRelaySilent(subject: Subject): Promise<boolean> {
  if (whyNotAsked(subject) !== null || subject.flags.tunnelHost.length > 1) return false
  return (await subject.askRelay()).outcome.kind === 'failure'
}

async function openAndProve(subject: Subject, signal: AbortSignal): Promise<CheckResult> {
  const flags = flagsOf(subject)
  try {
    return judge(flags, await openOnce(flags, { ...subject.context, signal }))
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const { code, message, hint = null } = error
    return fail(message, hint, { kind: flags.tunnel, code })
  }
}

interface Opened {
  readonly publicUrl: string
  readonly tookMs: number
}

/** The receiver has a port of its own, keeps nothing, and is gone when the first request has come through. */
async function openOnce(flags: TunnelFlags, context: Context): Promise<Opened> {
  const startedMs = context.clock.monotonicMs()
  const running = await runReceiver({
    port: 0,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    tunnel: flags,
    context,
    reporter: { onListening: () => {}, onTunnel: () => {} },
    onRequest: () => {},
  })
  const tookMs = Math.round(context.clock.monotonicMs() - startedMs)
  await running.close()
  // Without a tunnel it would have thrown, but for an interruption.
  context.signal.throwIfAborted()
  return { publicUrl: String(running.publicUrl), tookMs }
}

function judge({ tunnel: kind, subdomain }: TunnelFlags, opened: Opened): CheckResult {
  const { publicUrl, tookMs } = opened
  const evidence = { kind, publicUrl, tookMs }
  const [given] = new URL(publicUrl).hostname.split('.')
  if (subdomain !== undefined && subdomain !== given) {
    const message = `the name ${subdomain} is taken: the relay gave ${publicUrl}`
    return warn(message, 'another --subdomain, or a few seconds of patience', evidence)
  }
  const way = kind === 'simulated' ? ' (a simulated relay on this machine)' : ''
  return pass(`a request came through ${publicUrl}${way} after ${wholeMs(tookMs)}`, evidence)
}

/** As listen would; where the network is to be left alone, through a relay of our own. */
function flagsOf({ flags, relay, isOutOfBounds }: Subject): TunnelFlags {
  const { tunnel, offline } = flags
  const isAllowed = offline !== true || (tunnel === 'localtunnel' && !isOutOfBounds(relay))
  return { ...flags, tunnel: isAllowed ? tunnel : 'simulated', requireTunnel: true }
}
