import type { Command } from 'commander'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseWholeNumber } from '../../config/parse-number.ts'
import { CliError } from '../../contract/errors.ts'
import type { AnswerOptions } from '../../receiver/answer.ts'

export interface RespondFlags {
  readonly respond: number
  readonly respondBody?: string
  readonly respondType?: string
  readonly respondDelay: number
}

/** What a header may carry; a media type with anything else could not be sent. */
const MEDIA_TYPE = /^[\t\x20-\x7e]+$/
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

function parseStatus(text: string): number {
  return parseWholeNumber(text, '--respond', 200, 599)
}

function parseMediaType(text: string): string {
  if (MEDIA_TYPE.test(text)) return text
  throw new CliError('BAD_HEADER', `--respond-type: no header may carry ${JSON.stringify(text)}`, {
    hint: '--respond-type text/html',
  })
}
