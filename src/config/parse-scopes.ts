import { CliError } from '../contract/errors.ts'

/** One scope (RFC 6749, 3.3): anything visible but quote and backslash. */
const SCOPE = /^[\u0021\u0023-\u005b\u005d-\u007e]+$/

/** Scopes from a text that separates them by spaces, each once. Throws `BAD_SCOPE` naming the flag. */
export function parseScopes(text: string, flag: string): readonly string[] {
  const scopes = [...new Set(text.split(' ').filter((scope) => scope !== ''))]
  if (scopes.length > 0 && scopes.every((scope) => SCOPE.test(scope))) return scopes
  throw new CliError('BAD_SCOPE', `${flag}: expected scopes, found ${JSON.stringify(text)}`, {
    hint: `${flag} webhooks, or ${flag} "read write" for both`,
  })
}
