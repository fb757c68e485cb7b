import type { Command } from 'commander'
import { CliError } from '../../contract/errors.ts'
import type { TunnelKind } from '../../tunnel/open-tunnel.ts'
import type { TunnelFlags } from './tunnel-flags.ts'

/** Where a value may come from, the nearest last. */
const SOURCES = ['default', 'config', 'env', 'cli']

/** What a relay of localtunnel is told. */
const RELAY_FLAGS = [
  ['tunnelHost', '--tunnel-host'],
  ['subdomain', '--subdomain'],
  ['requireSubdomain', '--require-subdomain'],
] as const
/** What a program is run with. */
const PROGRAM_FLAGS = [
  ['tunnelCommand', '--tunnel-command'],
  ['tunnelUrlPattern', '--tunnel-url-pattern'],
] as const

const EXAMPLE =
  "--tunnel command --tunnel-command 'cloudflared tunnel --url http://localhost:{port}'"

/**
 * Gives the flags of a tunnel that hold together, wherever each comes from; of `--tunnel` and
 * `--public-url` the nearer one decides. Throws `USAGE` for flags that do not go together.
 */
export function chooseTunnel(command: Command): TunnelFlags {
  const flags = withPublicUrl(command)
  const kind = flags.tunnel
  if (kind === 'command' && flags.tunnelCommand === undefined) {
    throw new CliError('USAGE', '--tunnel command needs --tunnel-command', { hint: EXAMPLE })
  }
  if (kind !== 'command') {
    refuseTyped(command, PROGRAM_FLAGS, 'needs --tunnel command', EXAMPLE)
  }
  if (kind === 'command' || kind === 'public-url') {
    const problem = `means nothing with ${kind === 'command' ? '--tunnel command' : '--public-url'}`
    refuseTyped(command, RELAY_FLAGS, problem, 'leave it out, or --tunnel localtunnel')
  }
  return flags
}

function withPublicUrl(command: Command): TunnelFlags {
  const { publicUrl, ...flags } = command.opts<TunnelFlags>()
  const distance = nearness(command, 'publicUrl') - nearness(command, 'tunnel')
  if (publicUrl === undefined || distance < 0) return { ...flags, publicUrl: undefined }
  if (flags.tunnel === 'command') return { ...flags, publicUrl }
  if (distance > 0) return { ...flags, tunnel: 'public-url', publicUrl }
  throw new CliError('USAGE', `--tunnel ${flags.tunnel} and --public-url exclude each other`, {
    hint: '--public-url alone, or with --tunnel command',
  })
}

function nearness(command: Command, name: string): number {
  return SOURCES.indexOf(command.getOptionValueSource(name) ?? '')
}

function refuseTyped(
  command: Command,
  flags: readonly (readonly [string, string])[],
  problem: string,
  hint: string,
): void {
  const typed = flags.find(([name]) => command.getOptionValueSource(name) === 'cli')
  if (typed !== undefined) throw new CliError('USAGE', `${typed[1]} ${problem}`, { hint })
}

/** The tunnel that such flags ask for; null for none. */
export function toTunnelKind(flags: TunnelFlags): TunnelKind | null {
  const { tunnel, tunnelCommand = '', tunnelUrlPattern: urlPattern, publicUrl } = flags
  if (tunnel === 'none') return null
  if (tunnel === 'public-url') return { kind: tunnel, publicUrl: publicUrl ?? '' }
  if (tunnel !== 'command') return tunnel
  return { kind: tunnel, command: tunnelCommand, urlPattern, publicUrl }
}
