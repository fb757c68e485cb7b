import { underSignals } from './deadline.ts'
import { reasonOf } from './harmless.ts'
import type { Link } from './link.ts'
import { type LinkSetting, NameNotGiven, openLink, probeLink } from './open-link.ts'
import { retryDelayMs } from './timings.ts'
import type { ProbeOutcome } from './tunnel.ts'

/** After so many registrations that gave another name, the other name is taken. */
const NAME_TRIES = 3

/** The link of a tunnel, which is replaced when it is lost. */
export interface CurrentLink {
  link: Link
}

/**
 * Watches a tunnel's link and replaces it when it is lost, until the setting's signal aborts
 * (hardening T3, T5).
 */
export async function watchLink(setting: LinkSetting, current: CurrentLink): Promise<void> {
  try {
    for (;;) {
      const detail = await untilLost(setting, current.link)
      setting.onEvent({ state: 'down', publicUrl: current.link.publicUrl, detail })
      await replaceLink(setting, current)
    }
  } catch (error) {
    if (!setting.signal.aborted) throw error
  }
}

/** Gives the reason when the link was lost: the data port refused, or two probes in a row failed. */
async function untilLost(setting: LinkSetting, link: Link): Promise<string> {
  try {
    return await untilProbesFail(setting, link)
  } catch (error) {
    setting.signal.throwIfAborted()
    if (!link.lost.aborted) throw error
    return reasonOf(link.lost.reason)
  }
}

async function untilProbesFail(setting: LinkSetting, link: Link): Promise<string> {
  const { timings } = setting
  let failures = 0
  for (;;) {
    const waitMs = failures === 0 ? timings.probeEveryMs : timings.probeAgainMs
    const outcome = await probeAfter(setting, link, waitMs)
    failures = outcome.ok ? 0 : failures + 1
    if (failures < 2) continue
    setting.onEvent({ state: 'degraded', publicUrl: link.publicUrl, detail: outcome.detail })
    return `two probes in a row failed: ${outcome.detail}`
  }
}

async function probeAfter(setting: LinkSetting, link: Link, waitMs: number): Promise<ProbeOutcome> {
  return underSignals([setting.signal, link.lost], async (either) => {
    await setting.clock.sleep(waitMs, either)
    return probeLink(setting, link.publicUrl, either)
  })
}

/** Asks for the same name until it is given; a name that stays taken is let go (hardening T3). */
async function replaceLink(setting: LinkSetting, current: CurrentLink): Promise<void> {
  const { signal, clock, timings, requireSubdomain } = setting
  const { id: name, publicUrl: before } = current.link
  await current.link.close()
  let misses = 0
  for (let attempt = 0; ; attempt += 1) {
    await clock.sleep(retryDelayMs(timings, attempt, true), signal)
    const acceptOther = requireSubdomain !== true && misses >= NAME_TRIES - 1
    try {
      current.link = await openLink(setting, { name, acceptOther }, signal)
      return tellReopened(setting, current.link, before)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof NameNotGiven) misses += 1
    }
  }
}

function tellReopened(setting: LinkSetting, { publicUrl }: Link, before: string): void {
  const detail =
    publicUrl === before
      ? 'the same public URL is back'
      : `the name was given to somebody else: the public URL was ${before} and is now ${publicUrl}`
  setting.onEvent({ state: 'reopened', publicUrl, detail })
}
