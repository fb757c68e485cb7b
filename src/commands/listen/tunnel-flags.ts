import { Option, type Command } from 'commander'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseTarget } from '../../config/parse-target.ts'
import { CliError } from '../../contract/errors.ts'

export interface TunnelFlags {
  readonly tunnel: 'localtunnel' | 'simulated' | 'none'
  readonly tunnelHost: string
  readonly subdomain?: string
  readonly requireSubdomain?: boolean
  readonly requireTunnel?: boolean
  readonly tunnelTimeout: number
}

/** Adds the flags that say how the receiver is reached from outside. */
export function addTunnelFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--tunnel <kind>', 'the way in; simulated starts a relay on this machine')
        .choices(['localtunnel', 'simulated', 'none'])
        .default('localtunnel'),
    )
    .option(
      '--tunnel-host <url>',
      'the relay of the tunnel',
      parseRelayUrl,
      'https://localtunnel.me',
    )
    .option('--subdomain <name>', 'ask the relay for this name', parseSubdomain)
    .option('--require-subdomain', 'end with exit code 3 when another name is given')
    .option('--require-tunnel', 'end with exit code 3 when the tunnel cannot be opened')
    .addOption(
      new Option('--tunnel-timeout <duration>', 'give up opening the tunnel after this long')
        .argParser((text) => parseDurationMs(text, '--tunnel-timeout'))
        .default(30_000, '30s'),
    )
}

function parseRelayUrl(text: string): string {
  return parseTarget(text, '--tunnel-host').origin
}

function parseSubdomain(text: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{2,61})[a-z0-9]$/.test(text)) return text
  throw new CliError(
    'BAD_SUBDOMAIN',
    `--subdomain: ${JSON.stringify(text)} is not a name of 4 to 63 lower-case letters, digits and hyphens`,
    {
      hint: '--subdomain my-team-webhook',
    },
  )
}
