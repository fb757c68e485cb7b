import type { Gate } from './gate.ts'
import { openSupervised } from './supervise.ts'
import { DEFAULT_TIMINGS, retryDelayMs, type Timings } from './timings.ts'
import type { SupervisionOptions, Tunnel } from './tunnel.ts'
import type { Way } from './way.ts'

export interface PublicUrlOptions {
  readonly publicUrl: string
}

/**
 * Watches a tunnel that somebody else runs to the receiver's own port, and gives it when a probe has
 * come through its public URL.
 */
export async function openPublicUrlTunnel(
  options: SupervisionOptions & PublicUrlOptions,
  given: Partial<Timings> = {},
): Promise<Tunnel> {
  const timings = { ...DEFAULT_TIMINGS, ...given }
  const way = createPublicUrlWay(options)
  return openSupervised({ ...options, way, timings, gate: withoutGate(options.localPort) })
}

function createPublicUrlWay({ publicUrl, localPort }: SupervisionOptions & PublicUrlOptions): Way {
  return {
    opening: `waiting for ${publicUrl}`,
    subject: publicUrl,
    hint: `start the tunnel of --public-url, and let it forward to http://127.0.0.1:${localPort}`,
    connect: async () => {
      const lost = new AbortController()
      const close = async (): Promise<void> => lost.abort(new Error('the link was closed'))
      return { publicUrl, sockets: Number.POSITIVE_INFINITY, lost: lost.signal, close }
    },
    delayMs: (timings, attempt) => retryDelayMs(timings, attempt, false),
    describeFirst: () => 'a probe came through the public URL',
    describeReplaced: () => 'the public URL answers again',
  }
}

/** That tunnel leads to the receiver itself. */
function withoutGate(port: number): Gate {
  return {
    port,
    takePeak: () => 0,
    inProgress: () => 0,
    ended: () => 0,
    begunAtMs: () => Number.POSITIVE_INFINITY,
    close: async () => undefined,
  }
}
