import { Option, type Command } from 'commander'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseHeader } from '../../config/parse-header.ts'
import { parseJwksUrl } from '../../config/parse-jwks-url.ts'
import { parseScopes } from '../../config/parse-scopes.ts'
import { CliError } from '../../contract/errors.ts'
import { repeatable } from '../command.ts'

/** What the flags of `addAuthFlags` come to. */
export interface AuthFlags {
  readonly requireToken?: string
  readonly requireHeader: readonly (readonly [name: string, value: string])[]
  readonly oauth?: boolean
  readonly clientId?: string
  readonly clientSecret?: string
  readonly tokenTtl: number
  readonly jwksUrl?: URL
  readonly issuer?: string
  readonly audience?: string
  readonly requireScope?: readonly string[]
}

const DEFAULT_TTL_MS = 300_000

/** Adds the flags that say who is let in: what is asked for, and what issues or verifies tokens. */
export function addAuthFlags(command: Command): Command {
  command
    .option(
      '--require-token <token>',
      'refuse a request without Authorization: Bearer <token>; HOOKSTEP_REQUIRE_TOKEN keeps it off the command line',
    )
    .addOption(
      repeatable(
        '--require-header <header>',
        "refuse a request without this header, 'Name: value'; repeatable",
        parseRequiredHeader,
      ),
    )
  return addProviderFlags(addIssuerFlags(command)).option(
    '--require-scope <scopes>',
    'with --oauth or --jwks-url, refuse a token without this scope; several in quotes, separated by spaces',
    (text) => parseScopes(text, '--require-scope'),
  )
}

function addIssuerFlags(command: Command): Command {
  return command
    .option(
      '--oauth',
      'issue tokens at /oauth/token, as an authorization server would, and refuse a request without one',
    )
    .option(
      '--client-id <id>',
      'the client that --oauth gives tokens to (default: hookstep)',
      notEmpty('--client-id'),
    )
    .option(
      '--client-secret <secret>',
      'its secret; HOOKSTEP_CLIENT_SECRET keeps it off the command line (default: made up, and shown once)',
      notEmpty('--client-secret'),
    )
    .addOption(
      new Option('--token-ttl <duration>', 'how long a token of --oauth lives, at least 1s')
        .argParser(parseTtlMs)
        .default(DEFAULT_TTL_MS, '300s'),
    )
}

function addProviderFlags(command: Command): Command {
  return command
    .option(
      '--jwks-url <url>',
      'refuse a request without a token of your own provider, verified with the keys at this URL',
      parseJwksUrl,
    )
    .option(
      '--issuer <issuer>',
      'with --jwks-url, what the iss of a token must be',
      notEmpty('--issuer'),
    )
    .option(
      '--audience <audience>',
      'with --jwks-url, what the aud of a token must be or hold',
      notEmpty('--audience'),
    )
}

/** An empty text would let in any value, and an empty secret anybody. */
function notEmpty(flag: string): (text: string) => string {
  return (text) => {
    if (text.trim() !== '') return text
    throw new CliError('USAGE', `${flag} is empty`, { hint: `leave ${flag} out` })
  }
}

function parseRequiredHeader(text: string): readonly [name: string, value: string] {
  try {
    return parseHeader(text)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    const message = error.message.replace(/^-H/, '--require-header')
    const hint = "--require-header 'X-Api-Key: value'"
    throw new CliError(error.code, message, { hint, cause: error })
  }
}

function parseTtlMs(text: string): number {
  const ms = parseDurationMs(text, '--token-ttl')
  if (ms >= 1000) return ms
  throw new CliError(
    'BAD_DURATION',
    `--token-ttl: expected 1 s to a day, found ${JSON.stringify(text)}`,
    { hint: '--token-ttl 300s' },
  )
}
