import { Option, type Command } from 'commander'
import { parseDurationMs } from '../config/parse-duration.ts'
import { parseHeader } from '../config/parse-header.ts'
import { parseTarget } from '../config/parse-target.ts'
import type { Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import type { Endpoint } from '../delivery/endpoint.ts'
import { repeatable } from './command.ts'

/** The vendor states no timeout; 30 s is our assumption (vendor-facts 3 and 8). */
export const DEFAULT_TIMEOUT_MS = 30_000

/** What the flags of `addTargetFlags` come to. */
export interface TargetFlags {
  readonly header: readonly (readonly [name: string, value: string])[]
  readonly token?: string
  readonly timeout: number
  readonly insecure?: boolean
  readonly strict?: boolean
}

/** Adds the flags that say how the endpoint is reached and judged. */
export function addTargetFlags(command: Command): Command {
  return command
    .addOption(
      repeatable(
        '-H, --header <header>',
        "send a custom header, 'Name: value'; repeatable",
        parseHeader,
      ),
    )
    .option(
      '--token <token>',
      'send Authorization: Bearer <token>; HOOKSTEP_TOKEN keeps it off the command line',
    )
    .addOption(
      new Option(
        '--timeout <duration>',
        'wait this long for an answer; the vendor states no figure, 30 s is our assumption',
      )
        .argParser((text) => parseTimeoutMs(text))
        .default(DEFAULT_TIMEOUT_MS, '30s'),
    )
    .option('--insecure', 'accept a certificate that cannot be verified')
    .option('--strict', 'reject a 200 whose body is not JSON or says success: false')
}

/** The endpoint that a URL and the flags describe. Throws `MISSING_URL`, `BAD_URL` or `BAD_TOKEN`. */
export function toEndpoint(
  url: string | undefined,
  flags: TargetFlags,
  context: Context,
): Endpoint {
  if (url === undefined) {
    throw new CliError('MISSING_URL', 'the URL to send to is missing', {
      hint: 'hookstep send-sequence http://127.0.0.1:3000/webhook',
    })
  }
  return {
    url: parseTarget(url),
    headers: flags.header,
    token: checkedToken(flags.token),
    userAgent: `hookstep/${context.version}`,
    timeoutMs: flags.timeout,
    verifyCertificate: flags.insecure !== true,
  }
}

function checkedToken(token: string | undefined): string | null {
  if (token === undefined) return null
  if (/^[\w.~+/-]+=*$/.test(token)) return token
  throw new CliError('BAD_TOKEN', '--token: not a bearer token (RFC 6750, 2.1)', {
    hint: 'the token alone, without the word Bearer and without spaces or quotes',
  })
}

function parseTimeoutMs(text: string): number {
  const ms = parseDurationMs(text, '--timeout')
  if (ms >= 1 && ms <= 3_600_000) return ms
  throw new CliError(
    'BAD_DURATION',
    `--timeout: expected 1 ms to 1 h, found ${JSON.stringify(text)}`,
    {
      hint: '--timeout 30s',
    },
  )
}
