import { Option, type Command } from 'commander'
import { parseDurationMs } from '../../config/parse-duration.ts'
import {
  parsePublicUrl,
  parseRelayUrls,
  parseTunnelCommand,
  parseUrlPattern,
} from '../../config/parse-tunnel.ts'
import { CliError } from '../../contract/errors.ts'

/** The relay of a tunnel that none is named for. */
export const PUBLIC_RELAY = 'https://localtunnel.me'

export interface TunnelFlags {
  /** `public-url` is `--public-url` without a command, as `chooseTunnel` finds. */
  readonly tunnel: 'localtunnel' | 'simulated' | 'command' | 'public-url' | 'none'
  /** Empty for the public relay. */
  readonly tunnelHost: readonly string[]
  readonly subdomain?: string
  readonly requireSubdomain?: boolean
  readonly requireTunnel?: boolean
  readonly tunnelTimeout: number
  readonly tunnelCommand?: string
  readonly tunnelUrlPattern?: RegExp
  readonly publicUrl?: string | undefined
}

/** Adds the flags that say how the receiver is reached from outside. */
export function addTunnelFlags(command: Command): Command {
  return addProgramFlags(
    command
      .addOption(
        new Option(
          '--tunnel <kind>',
          'the way in; simulated starts a relay on this machine, command runs a program',
        )
          .choices(['localtunnel', 'simulated', 'command', 'none'])
          .default('localtunnel'),
      )
      .addOption(
        new Option('--tunnel-host <url>', 'the relay of the tunnel; several are tried in turn')
          .argParser<readonly string[]>((text, earlier) => [...earlier, ...parseRelayUrls(text)])
          .default([], PUBLIC_RELAY),
      )
      .option('--subdomain <name>', 'ask the relay for this name', parseSubdomain)
      .option('--require-subdomain', 'end with exit code 3 when another name is given')
      .option('--require-tunnel', 'end with exit code 3 when the tunnel cannot be opened')
      .addOption(
        new Option('--tunnel-timeout <duration>', 'give up opening the tunnel after this long')
          .argParser((text) => parseDurationMs(text, '--tunnel-timeout'))
          .default(30_000, '30s'),
      ),
  )
}

function addProgramFlags(command: Command): Command {
  return command
    .option(
      '--tunnel-command <command>',
      "with --tunnel command: a program that forwards to {port} and prints its public URL, such as 'cloudflared tunnel --url http://localhost:{port}'",
      parseTunnelCommand,
    )
    .option(
      '--tunnel-url-pattern <regex>',
      'finds that URL in a line of its output; the first group counts, where there is one',
      parseUrlPattern,
    )
    .option(
      '--public-url <url>',
      'the URL of a tunnel to --port that runs already; with --tunnel command, of a program that prints none',
      parsePublicUrl,
    )
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
