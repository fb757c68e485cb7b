import { CliError } from '../contract/errors.ts'
import { isLoopback } from './loopback.ts'
import { parseTarget } from './parse-target.ts'

/**
 * The URL of a token endpoint. Throws `BAD_URL`, and `INSECURE_TOKEN_URL` for plain http to another
 * machine: TLS is a MUST (RFC 6749, 3.2; hardening O7).
 */
export function parseTokenUrl(text: string, isInsecureAllowed: boolean): URL {
  const url = parseTarget(text, '--oauth-url')
  if (url.protocol === 'https:' || isLoopback(url) || isInsecureAllowed) return url
  throw new CliError(
    'INSECURE_TOKEN_URL',
    `--oauth-url: ${url.origin} would carry the secret unencrypted`,
    {
      hint: `https://${url.host}, or --insecure`,
    },
  )
}
