import { openLocaltunnel } from './localtunnel.ts'
import { openSimulatedTunnel } from './simulated.ts'
import type { Tunnel, TunnelOptions } from './tunnel.ts'

export type TunnelKind = 'localtunnel' | 'simulated'

/** Opens a tunnel of the given kind and gives it when a probe has come through its public URL. */
export async function openTunnel(kind: TunnelKind, options: TunnelOptions): Promise<Tunnel> {
  return kind === 'simulated' ? openSimulatedTunnel(options) : openLocaltunnel(options)
}
