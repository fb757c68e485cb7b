import type { Command } from 'commander'
import { parseDurationMs } from '../config/parse-duration.ts'
import { parseHeader } from '../config/parse-header.ts'
import { parseWholeNumber } from '../config/parse-number.ts'
import type { Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import type { AnswerOptions } from '../receiver/answer.ts'
import type { Requirements } from '../receiver/auth/authenticator.ts'
import { repeatable } from './command.ts'

export interface RespondFlags {
  readonly respond: number
  readonly respondBody?: string
  readonly respondType?: string
  readonly respondDelay: number
}

export interface AdmissionFlags {
  readonly requireToken?: string
  readonly requireHeader: readonly (readonly [name: string, value: string])[]
  readonly strict?: boolean
}

/** What a header may carry; a media type with anything else could not be sent. */
const MEDIA_TYPE = /^[\t\x20-\x7e]+$/
/** The characters of a bearer token (RFC 6750, 2.1). */
const TOKEN = /^[\w.~+/-]+=*$/

/** Adds the flags that make the receiver play another endpoint than a good one. */
export function addRespondFlags(command: Command): Command {
  return command
    .option('--respond <status>', 'answer with this HTTP status', parseStatus, 204)
    .option('--respond-body <text>', 'answer with this body')
    .option(
      '--respond-type <media-type>',
      'answer with this Content-Type (default: application/json where the body is JSON)',
      parseMediaType,
    )
    .option(
      '--respond-delay <duration>',
      'wait before the answer',
      (text) => parseDurationMs(text, '--respond-delay'),
      0,
    )
}

/** How the receiver answers a good notification. */
export function toAnswerOptions(flags: RespondFlags): AnswerOptions {
  return {
    httpStatus: flags.respond,
    body: flags.respondBody ?? null,
    mediaType: flags.respondType ?? null,
    delayMs: flags.respondDelay,
  }
}

/** Adds the flags that say what the receiver lets in. */
export function addAdmissionFlags(command: Command): Command {
  return command
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
    .option(
      '--strict',
      'refuse an unknown status or field (422) and a missing Content-Type (415), which are accepted otherwise',
    )
}

/**
 * What a request must show to be let in; every value is kept off the screen. Throws `BAD_TOKEN`, or
 * `BAD_HEADER` for a name that is asked for twice.
 */
export function toRequirements(
  { requireToken, requireHeader }: AdmissionFlags,
  { secrets }: Context,
): Requirements {
  for (const [, value] of requireHeader) secrets.add(value)
  const names = requireHeader.map(([name]) => name.toLowerCase())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new CliError('BAD_HEADER', `--require-header ${JSON.stringify(twice)} is given twice`, {
      hint: 'one value for each header: a request that repeats it is refused',
    })
  }
  if (requireToken === undefined) return { token: null, headers: requireHeader }
  secrets.add(requireToken)
  if (TOKEN.test(requireToken)) return { token: requireToken, headers: requireHeader }
  throw new CliError('BAD_TOKEN', '--require-token: not a bearer token (RFC 6750, 2.1)', {
    hint: 'the token alone, without the word Bearer and without spaces or quotes',
  })
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

function parseStatus(text: string): number {
  return parseWholeNumber(text, '--respond', 200, 599)
}

function parseMediaType(text: string): string {
  if (MEDIA_TYPE.test(text)) return text
  throw new CliError('BAD_HEADER', `--respond-type: no header may carry ${JSON.stringify(text)}`, {
    hint: '--respond-type text/html',
  })
}
