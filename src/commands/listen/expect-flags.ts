import { Option, type Command } from 'commander'
import { closestName } from '../../config/closest-name.ts'
import { parseDurationMs } from '../../config/parse-duration.ts'
import { parseId } from '../../config/parse-id.ts'
import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { isStatus, SENDABLE_STATUSES } from '../../contract/status.ts'
import { trackExpectation, type ExpectationTracker } from '../../receiver/expectation.ts'

export interface ExpectFlags {
  readonly expect?: readonly string[]
  readonly expectSession?: string
  readonly within?: number
  readonly readyFile?: string
}

/** Adds the flags of the wait-for mode. */
export function addExpectFlags(command: Command): Command {
  return command
    .option(
      '--expect <statuses>',
      'end with exit code 0 when these have come, in this order, in one session: A,B,C',
      parseExpected,
    )
    .option('--expect-session <id>', 'they must come in this session', (text) =>
      parseId(text, '--expect-session', 'leave the flag out, and any session counts'),
    )
    .addOption(
      new Option(
        '--within <duration>',
        'end with exit code 1 when they have not come this long after "Ready" (default: wait for ever)',
      ).argParser((text) => parseDurationMs(text, '--within')),
    )
    .option('--ready-file <file>', 'write the ready record to this file, as JSON, when it is ready')
}

/** What is waited for; null without `--expect`. Throws `USAGE` for flags that mean nothing without it. */
export function toExpectation(flags: ExpectFlags): ExpectationTracker | null {
  const { expect: statuses, expectSession: interviewId = null, within } = flags
  if (statuses !== undefined) return trackExpectation({ statuses, interviewId })
  if (interviewId === null && within === undefined) return null
  const flag = within === undefined ? '--expect-session' : '--within'
  throw new CliError('USAGE', `${flag} needs --expect`, { hint: '--expect ONBOARDING_FINISHED' })
}

/**
 * Rejects with `EXPECTATION_MISSED`, exit 1, when time is up; the signal ends the wait. Without a limit,
 * it waits for ever.
 */
export async function untilTimeIsUp(
  { within, expectSession }: ExpectFlags,
  expectation: ExpectationTracker | null,
  { clock }: Context,
  signal: AbortSignal,
): Promise<never> {
  if (within === undefined || expectation === null) return new Promise<never>(() => {})
  const isUp = await clock.sleep(within, signal).then(
    () => true,
    () => false,
  )
  if (!isUp) return new Promise<never>(() => {})
  const session = expectSession === undefined ? 'any session' : `session ${expectSession}`
  const message = `${expectation.missing().join(', ')} did not come in ${session} within ${within / 1000} s`
  throw new CliError('EXPECTATION_MISSED', message, {
    exitCode: 1,
    hint: 'the lines above say what came; --within gives it more time',
  })
}

function parseExpected(text: string): string[] {
  const statuses = text
    .split(',')
    .map((status) => status.trim())
    .filter(Boolean)
  const unknown = statuses.find((status) => !isStatus(status))
  if (unknown === undefined && statuses.length > 0) return statuses
  const near = closestName(unknown ?? '', SENDABLE_STATUSES) ?? 'ONBOARDING_FINISHED'
  const problem =
    unknown === undefined
      ? 'the list is empty'
      : `${JSON.stringify(unknown)} is none of the vendor's statuses`
  throw new CliError('UNKNOWN_STATUS', `--expect: ${problem}`, { hint: `--expect ${near}` })
}
