import { CliError } from '../contract/errors.ts'
import { withDeadline } from './deadline.ts'
import type { Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { openLink } from './open-link.ts'
import { reasonOf } from './reason.ts'

/**
 * Opens the first link of a tunnel, trying again until `openTimeoutMs` is over (hardening T1, T4).
 * Throws the signal's reason or a CliError with exit code 3.
 */
export async function openFirstLink(setting: LinkSetting): Promise<Link> {
  const { clock, openTimeoutMs, signal } = setting
  const failure = { reason: 'no answer' }
  try {
    return await withDeadline(clock, openTimeoutMs, [signal], (inner) =>
      tryUntilOpen(setting, failure, inner),
    )
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof CliError) throw error
    throw unavailable(setting, failure.reason, error)
  }
}

async function tryUntilOpen(
  setting: LinkSetting,
  failure: { reason: string },
  signal: AbortSignal,
): Promise<Link> {
  const wish = { lost: null, acceptOther: setting.requireSubdomain !== true }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openLink(setting, wish, signal)
    } catch (error) {
      if (error instanceof CliError) throw error
      if (error !== signal.reason) failure.reason = reasonOf(error)
      signal.throwIfAborted()
    }
    await setting.clock.sleep(setting.way.delayMs(setting.timings, attempt, null), signal)
  }
}

function unavailable(setting: LinkSetting, reason: string, cause: unknown): CliError {
  const { openTimeoutMs, way } = setting
  const message = `the tunnel could not be opened within ${openTimeoutMs / 1000} s: ${way.subject}: ${reason}`
  return new CliError('TUNNEL_UNAVAILABLE', message, { exitCode: 3, hint: way.hint, cause })
}
