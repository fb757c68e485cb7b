import { CliError } from '../contract/errors.ts'
import { parseTarget } from './parse-target.ts'

/** The relays of `--tunnel-host`, separated by commas. Throws `BAD_URL`. */
export function parseRelayUrls(text: string): readonly string[] {
  return text.split(',').map((part) => parseTarget(part, '--tunnel-host').origin)
}

/** The public URL of a tunnel, without a path: the receiver's own paths begin there. Throws `BAD_URL`. */
export function parsePublicUrl(text: string): string {
  const { href, origin } = parseTarget(text, '--public-url')
  if (href === `${origin}/`) return origin
  const shown = JSON.stringify(text.slice(0, 200))
  throw new CliError('BAD_URL', `--public-url: ${shown} has more than scheme, host and port`, {
    hint: `--public-url ${origin}`,
  })
}

/** The command of a tunnel program, which names the port. Throws `BAD_TUNNEL_COMMAND`. */
export function parseTunnelCommand(text: string): string {
  const isUsable = text.includes('{port}') && !text.includes('\0')
  if (isUsable) return text
  throw new CliError(
    'BAD_TUNNEL_COMMAND',
    '--tunnel-command: {port} is not in it, which says where to forward to',
    {
      hint: "--tunnel-command 'cloudflared tunnel --url http://localhost:{port}'",
    },
  )
}

/** The regular expression of `--tunnel-url-pattern`. Throws `BAD_PATTERN`. */
export function parseUrlPattern(text: string): RegExp {
  const hint = "--tunnel-url-pattern 'Forwarding +(https://[^ ]+)'"
  try {
    if (text !== '') return new RegExp(text)
  } catch (cause) {
    const { message } = cause as Error
    throw new CliError('BAD_PATTERN', `--tunnel-url-pattern: ${message}`, { hint, cause })
  }
  throw new CliError('BAD_PATTERN', '--tunnel-url-pattern: it is empty', { hint })
}
