import type { CommandOptions } from './command/command-way.ts'
import { openCommandTunnel } from './command/open-command.ts'
import { openLocaltunnel } from './localtunnel.ts'
import { openPublicUrlTunnel, type PublicUrlOptions } from './public-url.ts'
import { openSimulatedTunnel } from './simulated.ts'
import type { Tunnel, TunnelOptions } from './tunnel.ts'

/** The kinds of tunnels, those that need to know more with what they need. */
export type TunnelKind =
  | 'localtunnel'
  | 'simulated'
  | ({ readonly kind: 'command' } & CommandOptions)
  | ({ readonly kind: 'public-url' } & PublicUrlOptions)

/** Opens a tunnel of the given kind and gives it when a probe has come through its public URL. */
export async function openTunnel(kind: TunnelKind, options: TunnelOptions): Promise<Tunnel> {
  if (kind === 'simulated') return openSimulatedTunnel(options)
  if (kind === 'localtunnel') return openLocaltunnel(options)
  if (kind.kind === 'command') return openCommandTunnel({ ...options, ...kind })
  return openPublicUrlTunnel({ ...options, ...kind })
}
