import { CliError } from '../contract/errors.ts'
import { isLoopback } from './loopback.ts'
import { parseTarget } from './parse-target.ts'

/**
 * The URL of a provider's keys. Throws `BAD_URL`, and `INSECURE_JWKS_URL` for plain http to another
 * machine: whoever is on the way could put keys of their own in.
 */
export function parseJwksUrl(text: string): URL {
  const url = parseTarget(text, '--jwks-url')
  if (url.protocol === 'https:' || isLoopback(url)) return url
  throw new CliError(
    'INSECURE_JWKS_URL',
    `--jwks-url: the keys of ${url.origin} could be exchanged on their way`,
    { hint: `https://${url.host}` },
  )
}
