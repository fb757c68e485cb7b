import type { Socket } from 'node:net'
import type { Clock } from '../../../src/context.ts'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import type { Relay, RelayEvent } from '../../../src/tunnel/relay/relay.ts'
import type { Timings } from '../../../src/tunnel/timings.ts'
import type { TunnelEvent } from '../../../src/tunnel/tunnel.ts'
import { findFixedPort } from '../../receiver/load/listen-process.ts'
import { askPublic, fastClock, keep, openRelay, startApp, tunnelRig, until } from '../rig.ts'
import { noteAcceptedSockets } from './accepted-sockets.ts'

export const NAME = 'my-name'

/** A tunnel whose relay can be made to fail. */
export interface FlapRig {
  readonly clock: Clock
  readonly relay: Relay
  /** What the tunnel told, and the relay, since the last `forget`. */
  readonly tunnelEvents: readonly TunnelEvent[]
  readonly relayEvents: readonly RelayEvent[]
  readonly forget: () => void
  /** The relay's ends of the tunnel's data sockets. */
  readonly dataSockets: () => readonly Socket[]
  /** Sends one request through the public URL; gives how often the app got it, after the status. */
  readonly askOnce: () => Promise<readonly [status: number, times: number]>
  /** The signals that must not gather listeners: the caller's, and the tunnel's own. */
  readonly signals: () => readonly AbortSignal[]
}

/** Opens the tunnel on a clock so many times as fast; faults choose by this seed. */
export async function openFlapRig(
  { factor, seed }: { factor: number; seed: number },
  timings: Partial<Timings>,
): Promise<FlapRig> {
  const { clock, ownSignal } = listeningClock(factor)
  // A port that nothing else is given while the relay is away.
  const { relay, log } = await openRelay({ clock, seed, port: await findFixedPort() })
  const app = await startCountingApp()
  const dataSockets = noteDataSockets(log.all)
  const over = { localPort: app.port, relayUrl: relay.url, clock }
  const rig = tunnelRig({ ...over, subdomain: NAME, requireSubdomain: true })
  const { publicUrl } = await keep(openLocaltunnel(rig.options, timings))
  return {
    clock,
    relay,
    tunnelEvents: rig.log.all,
    relayEvents: log.all,
    forget: () => {
      dataSockets()
      rig.log.all.length = 0
      log.all.length = 0
    },
    dataSockets,
    askOnce: async () => app.askOnce(publicUrl),
    signals: () => [rig.options.signal, ...ownSignal()],
  }
}

/** The tunnel sleeps under a signal of its own before it opens anew: that is how a test gets hold of it. */
function listeningClock(factor: number): { clock: Clock; ownSignal: () => AbortSignal[] } {
  const fast = fastClock(factor)
  let own: AbortSignal | undefined
  const sleep: Clock['sleep'] = async (ms, signal) => {
    if (ms === 2500) own ??= signal
    return fast.sleep(ms, signal)
  }
  return { clock: { ...fast, sleep }, ownSignal: () => (own === undefined ? [] : [own]) }
}

async function startCountingApp() {
  const got = new Map<string, number>()
  const { port } = await startApp(({ url = '' }, response) => {
    got.set(url, (got.get(url) ?? 0) + 1)
    response.end()
  })
  let asked = 0
  const askOnce = async (publicUrl: string): Promise<readonly [number, number]> => {
    asked += 1
    const path = `/asked/${asked}`
    const { status } = await askPublic(publicUrl, { path, headers: ['Connection', 'close'] })
    const times = got.get(path) ?? 0
    got.clear()
    return [status, times]
  }
  return { port, askOnce }
}

/** Remembers the data port of the last registration, whatever events are forgotten between two calls. */
function noteDataSockets(events: readonly RelayEvent[]): () => readonly Socket[] {
  const accepted = noteAcceptedSockets()
  let port = 0
  return () => {
    for (const event of events) {
      if (event.type === 'registered' && event.id === NAME) port = event.port
    }
    return accepted.at(port)
  }
}

/** Waits until the tunnel has told that it is down. */
export async function untilDown({ tunnelEvents }: FlapRig): Promise<void> {
  await until(() => tunnelEvents.some(({ state }) => state === 'down'))
}
