import { randomBytes } from 'node:crypto'
import type { Random } from '../context.ts'
import { openLocaltunnel } from './localtunnel.ts'
import { startRelay } from './relay/start-relay.ts'
import type { Timings } from './timings.ts'
import type { Tunnel, TunnelOptions } from './tunnel.ts'

const SYSTEM_RANDOM: Random = { bytes: (count) => randomBytes(count) }

/** Opens a localtunnel through a relay of our own on this machine; closing closes both. */
export async function openSimulatedTunnel(
  options: TunnelOptions,
  timings: Partial<Timings> = {},
): Promise<Tunnel> {
  const { clock, random = SYSTEM_RANDOM, signal } = options
  const relay = await startRelay({ port: 0, clock, random })
  const closeRelay = (): void => void relay.close()
  try {
    const tunnel = await openLocaltunnel(
      { ...options, relayUrl: relay.url, moreRelayUrls: [] },
      timings,
    )
    signal.addEventListener('abort', closeRelay, { once: true })
    return {
      get publicUrl() {
        return tunnel.publicUrl
      },
      broken: tunnel.broken,
      close: async () => {
        signal.removeEventListener('abort', closeRelay)
        await tunnel.close()
        await relay.close()
      },
    }
  } catch (error) {
    await relay.close()
    throw error
  }
}
