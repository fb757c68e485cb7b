import type { Finding } from '../../contract/finding.ts'
import { orAborted, withDeadline } from '../../tunnel/deadline.ts'
import { CHECK_LIMIT_MS, fail, skipped, type Check, type CheckResult } from './check.ts'
import type { Start, Subject } from './subject.ts'

/** A check that was broken off may close what it has opened for this long. */
const CLOSING_MS = 3000

const AGAIN = 'once more; where it stays, report it with what doctor prints'

/** What a check found, with the check. */
export interface Examined {
  readonly check: Pick<Check, 'title' | 'concerns'>
  readonly finding: Finding
}

/**
 * Runs the checks, all at once, but for those that have been run; gives what each found in the order of
 * the list, as soon as it and all before it are done.
 */
export async function* runChecks(
  checks: readonly Check[],
  subject: Subject,
  done: readonly Examined[],
): AsyncGenerator<Examined> {
  const running = checks.map(
    async (check) =>
      done.find(({ finding }) => finding.rule === check.rule) ?? runCheck(check, subject),
  )
  for (const examined of running) yield await examined
}

/** Runs one check within its time. Never throws: a check that does has failed. */
export async function runCheck<Needed extends Start>(
  check: Check<Needed>,
  subject: Needed,
): Promise<Examined> {
  const { rule, severity } = check
  const { result, message, advice, evidence } = await resultOf(check, subject)
  return { check, finding: { rule, severity, result, message, advice, evidence } }
}

async function resultOf<Needed extends Start>(
  check: Check<Needed>,
  subject: Needed,
): Promise<CheckResult> {
  const { clock, signal } = subject.context
  const limitMs = check.limitMs?.(subject) ?? CHECK_LIMIT_MS
  try {
    return await withDeadline(clock, limitMs, [signal], async (inner) =>
      untilClosed(inner, check.run(subject, inner)),
    )
  } catch (error) {
    if (signal.aborted) return skipped('interrupted')
    const message = error instanceof Error ? error.message : String(error)
    return fail(`could not be checked: ${message}`, AGAIN)
  }
}

/** Gives up on work when its time is over, but lets it close what it has opened. */
async function untilClosed<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  try {
    return await orAborted(signal, work)
  } catch (error) {
    await orAborted(AbortSignal.timeout(CLOSING_MS), work).catch(() => {})
    throw error
  }
}
