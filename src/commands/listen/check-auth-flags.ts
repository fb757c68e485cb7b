import type { Command } from 'commander'
import { CliError } from '../../contract/errors.ts'
import type { AuthFlags } from './auth-flags.ts'

/** Flags that each say in full which bearer token lets in. */
const DOORS = [
  ['requireToken', '--require-token'],
  ['oauth', '--oauth'],
  ['jwksUrl', '--jwks-url'],
] as const

/** Flags that mean nothing without one of their partners. */
const PARTNERS = [
  ['issuer', '--issuer', ['--jwks-url']],
  ['audience', '--audience', ['--jwks-url']],
  ['requireScope', '--require-scope', ['--oauth', '--jwks-url']],
] as const

/** The same, where they are typed: their variables and keys may be there for the sender's own OAuth. */
const TYPED_PARTNERS = [
  ['clientId', '--client-id', ['--oauth']],
  ['clientSecret', '--client-secret', ['--oauth']],
  ['tokenTtl', '--token-ttl', ['--oauth']],
] as const

/**
 * Looks at whether the flags of `addAuthFlags` go together, wherever each comes from. Throws `USAGE` for
 * two that exclude each other, `OAUTH_INCOMPLETE` for one that lacks its partner.
 */
export function checkAuthFlags(command: Command): void {
  const flags = command.opts<AuthFlags>()
  const doors = DOORS.filter(([name]) => flags[name] !== undefined && flags[name] !== false)
  const given = doors.map(([, flag]) => flag)
  if (given.length > 1) {
    throw new CliError('USAGE', `${given.join(' and ')} exclude each other`, {
      hint: given.join(', or '),
    })
  }
  const typed = TYPED_PARTNERS.filter(([name]) => command.getOptionValueSource(name) === 'cli')
  const present = PARTNERS.filter(([name]) => flags[name] !== undefined)
  for (const [, flag, partners] of [...present, ...typed]) {
    if (partners.some((partner) => given.some((each) => each === partner))) continue
    throw new CliError('OAUTH_INCOMPLETE', `${flag} needs ${partners.join(' or ')}`, {
      hint: partners.join(', or '),
    })
  }
}
