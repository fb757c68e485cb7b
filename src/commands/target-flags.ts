import { Option, type Command } from 'commander'
import { parseDurationMs } from '../config/parse-duration.ts'
import { parseHeader } from '../config/parse-header.ts'
import { parseTarget } from '../config/parse-target.ts'
import { secretParameters } from '../config/secret-parameters.ts'
import type { Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { DEFAULT_TIMEOUT_MS, isPublicHeader, type Endpoint } from '../delivery/endpoint.ts'
import { repeatable } from './command.ts'

/** What the flags of `addEndpointFlags` come to. */
export interface EndpointFlags {
  readonly header: readonly (readonly [name: string, value: string])[]
  readonly timeout: number
  readonly insecure?: boolean
}

/** What the flags of `addTargetFlags` come to. */
export interface TargetFlags extends EndpointFlags {
  readonly strict?: boolean
}

/** Adds the flags that say how the endpoint is reached and judged. */
export function addTargetFlags(command: Command): Command {
  return addEndpointFlags(command).option(
    '--strict',
    'reject a 200 whose body is not JSON or says success: false',
  )
}

/** Adds the flags that say how the endpoint is reached. */
export function addEndpointFlags(command: Command): Command {
  return command
    .addOption(
      repeatable(
        '-H, --header <header>',
        "send a custom header, 'Name: value'; repeatable",
        parseHeader,
      ),
    )
    .addOption(
      new Option(
        '--timeout <duration>',
        'wait this long for an answer; the vendor states no figure, 30 s is our assumption',
      )
        .argParser((text) => parseTimeoutMs(text))
        .default(DEFAULT_TIMEOUT_MS, '30s'),
    )
    .option(
      '--insecure',
      'accept a certificate that cannot be verified, and a token URL without TLS',
    )
}

/**
 * The endpoint that a URL and the flags describe; the values of custom headers are kept off the screen.
 * Throws `MISSING_URL`, with a hint of the command, or `BAD_URL`.
 */
export function toEndpoint(
  url: string | undefined,
  flags: EndpointFlags,
  context: Context,
  command: string,
): Endpoint {
  if (url === undefined) {
    throw new CliError('MISSING_URL', 'the URL to send to is missing', {
      hint: `hookstep ${command} http://127.0.0.1:3000/webhook`,
    })
  }
  for (const [name, value] of flags.header) {
    if (!isPublicHeader(name)) context.secrets.add(value)
  }
  const target = parseTarget(url)
  for (const [, value] of secretParameters(target)) context.secrets.add(value)
  return {
    url: target,
    headers: flags.header,
    userAgent: `hookstep/${context.version}`,
    timeoutMs: flags.timeout,
    verifyCertificate: flags.insecure !== true,
  }
}

function parseTimeoutMs(text: string): number {
  const ms = parseDurationMs(text, '--timeout')
  if (ms >= 1 && ms <= 3_600_000) return ms
  throw new CliError(
    'BAD_DURATION',
    `--timeout: expected 1 ms to 1 h, found ${JSON.stringify(text)}`,
    { hint: '--timeout 30s' },
  )
}
