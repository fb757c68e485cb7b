import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../../src/context.ts'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { startRelay } from '../../../src/tunnel/relay/start-relay.ts'
import type { Relay, RelayEvent } from '../../../src/tunnel/relay/relay.ts'
import type { Timings } from '../../../src/tunnel/timings.ts'
import type { TunnelEvent } from '../../../src/tunnel/tunnel.ts'
import { findFixedPort } from '../../receiver/load/listen-process.ts'
import { askPublic, fastClock, keep, random, startApp, tunnelRig, until } from '../rig.ts'
import { noteAcceptedSockets } from './accepted-sockets.ts'

export const NAME = 'my-name'

/** A tunnel with a relay that can be taken from it. */
export interface FlapRig {
  readonly clock: Clock
  readonly port: number
  readonly relay: () => Relay
  readonly stopRelay: () => Promise<void>
  readonly startRelay: () => Promise<void>
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

/** Opens the tunnel on a clock so many times as fast. */
export async function openFlapRig(factor: number, timings: Partial<Timings>): Promise<FlapRig> {
  const { clock, ownSignal } = listeningClock(factor)
  const relay = await restartableRelay(clock)
  const app = await startCountingApp()
  const accepted = noteAcceptedSockets()
  const over = { localPort: app.port, relayUrl: relay.current().url, clock }
  const rig = tunnelRig({ ...over, subdomain: NAME, requireSubdomain: true })
  const { publicUrl } = await keep(openLocaltunnel(rig.options, timings))
  return {
    clock,
    port: relay.port,
    relay: relay.current,
    stopRelay: async () => relay.current().close(),
    startRelay: relay.start,
    tunnelEvents: rig.log.all,
    relayEvents: relay.events,
    forget: () => {
      rig.log.all.length = 0
      relay.events.length = 0
    },
    dataSockets: () => accepted.at(relay.dataPort()),
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

async function restartableRelay(clock: Clock) {
  const events: RelayEvent[] = []
  const port = await findFixedPort()
  let dataPort = 0
  const onEvent = (event: RelayEvent): void => {
    events.push(event)
    if (event.type === 'registered' && event.id === NAME) dataPort = event.port
  }
  const open = async (): Promise<Relay> => startRelay({ port, clock, random, onEvent })
  let relay = await open()
  onTestFinished(() => relay.close())
  const start = async (): Promise<void> => {
    relay = await open()
  }
  return { port, events, current: () => relay, start, dataPort: () => dataPort }
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

/** Waits until the tunnel has told that it is down. */
export async function untilDown({ tunnelEvents }: FlapRig): Promise<void> {
  await until(() => tunnelEvents.some(({ state }) => state === 'down'))
}
