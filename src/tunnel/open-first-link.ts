import { CliError } from '../contract/errors.ts'
import { withDeadline } from './deadline.ts'
import type { Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { NameNotGiven, openLink } from './open-link.ts'
import { reasonOf } from './reason.ts'
import { retryDelayMs } from './timings.ts'

/**
 * Opens the first link of a tunnel, trying again until `openTimeoutMs` is over (hardening T1, T4).
 * Throws the signal's reason or a CliError with exit code 3.
 */
export async function openFirstLink(setting: LinkSetting): Promise<Link> {
  const { clock, openTimeoutMs, signal } = setting
  const failure = { reason: 'the relay did not answer' }
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
  const acceptOther = setting.requireSubdomain !== true
  const wish = { name: setting.subdomain, acceptOther, acceptSaturated: false }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openLink(setting, wish, signal)
    } catch (error) {
      if (error instanceof CliError) throw error
      if (error instanceof NameNotGiven) throw subdomainTaken(error)
      if (error !== signal.reason) failure.reason = reasonOf(error)
      signal.throwIfAborted()
    }
    const waitMs = retryDelayMs(setting.timings, attempt, wish.name !== undefined)
    await setting.clock.sleep(waitMs, signal)
  }
}

function subdomainTaken(error: NameNotGiven): CliError {
  return new CliError('SUBDOMAIN_TAKEN', error.message, {
    exitCode: 3,
    hint: 'choose another --subdomain, leave out --require-subdomain, or try again in a few seconds',
    cause: error,
  })
}

function unavailable(setting: LinkSetting, reason: string, cause: unknown): CliError {
  const message = `the tunnel could not be opened within ${setting.openTimeoutMs / 1000} s: ${setting.relayUrl}: ${reason}`
  return new CliError('TUNNEL_UNAVAILABLE', message, {
    exitCode: 3,
    hint: 'use --tunnel none or --tunnel simulated, or run your own relay: hookstep relay',
    cause,
  })
}
