import { isBearerToken } from '../contract/bearer-token.ts'
import { CliError } from '../contract/errors.ts'

/** A bearer token, as it is. Throws `BAD_TOKEN`, which does not repeat it. */
export function parseToken(text: string): string {
  if (isBearerToken(text)) return text
  throw new CliError('BAD_TOKEN', '--token: not a bearer token (RFC 6750, 2.1)', {
    hint: 'the token alone, without the word Bearer and without spaces or quotes',
  })
}
