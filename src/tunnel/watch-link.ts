import { CliError } from '../contract/errors.ts'
import { underSignals } from './deadline.ts'
import type { Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { openLink } from './open-link.ts'
import { isStill, type LinkProbe, probeLink, saturated } from './probe-link.ts'
import { reasonOf } from './reason.ts'
import type { TunnelState } from './tunnel.ts'
import { NameNotGiven } from './way.ts'

/** After so many registrations that gave another name, the other name is taken. */
const NAME_TRIES = 3

const BACK = 'a probe came through the public URL again'

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
      tell(setting, current.link, 'down', detail)
      await replaceLink(setting, current)
    }
  } catch (error) {
    if (!setting.signal.aborted) throw error
  }
}

/** Gives the reason when the link was lost: it says so itself, or two probes in a row failed. */
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
  let last: LinkProbe['result'] = 'answered'
  for (;;) {
    const waitMs = last === 'answered' ? timings.probeEveryMs : timings.probeAgainMs
    const { result, detail } = await probeAfter(setting, link, waitMs)
    if (result === 'still') return detail
    if (result === 'failed' && last === 'failed') return `two probes in a row failed: ${detail}`
    if (result !== last) tellHealth(setting, link, { result, detail })
    last = result
  }
}

async function probeAfter(setting: LinkSetting, link: Link, waitMs: number): Promise<LinkProbe> {
  return underSignals([setting.signal, link.lost], async (either) => {
    const isStalled = await untilDueOrStalled(setting, link, waitMs, either)
    return isStalled && !isStill(setting) ? saturated(link) : probeLink(setting, link, either)
  })
}

/**
 * Waits for the next probe; true, and earlier, where every connection is busy and none of their requests
 * has ended for a while: slow strangers (hardening T8).
 */
async function untilDueOrStalled(
  { gate, clock, timings }: LinkSetting,
  link: Link,
  waitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  for (let leftMs = waitMs; leftMs > 0; leftMs -= timings.stalledMs) {
    const wasFull = gate.inProgress() >= link.sockets
    const endedBefore = gate.ended()
    await clock.sleep(Math.min(leftMs, timings.stalledMs), signal)
    const isWholeStep = leftMs >= timings.stalledMs
    if (isWholeStep && wasFull && gate.ended() === endedBefore) return true
  }
  return false
}

/** Asks for the same name until it is given; a name that stays taken is let go (hardening T3). */
async function replaceLink(setting: LinkSetting, current: CurrentLink): Promise<void> {
  const { signal, clock, timings, way } = setting
  const lost = current.link
  await lost.close()
  let misses = 0
  for (let attempt = 0; current.link === lost; attempt += 1) {
    await clock.sleep(way.delayMs(timings, attempt, lost), signal)
    try {
      current.link = await openAgain(setting, lost, misses)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof NameNotGiven) misses += 1
      if (setting.requireSubdomain === true && misses >= NAME_TRIES) throw nameLost(error)
      tell(setting, lost, 'down', `try ${attempt + 1}: ${reasonOf(error)}`)
    }
  }
  tell(setting, current.link, 'reopened', way.describeReplaced(lost, current.link))
}

async function openAgain(setting: LinkSetting, lost: Link, misses: number): Promise<Link> {
  const acceptOther = setting.requireSubdomain !== true && misses >= NAME_TRIES - 1
  return openLink(setting, { lost, acceptOther }, setting.signal)
}

function nameLost(cause: unknown): CliError {
  const message = `the public URL would change: ${reasonOf(cause)}`
  return new CliError('SUBDOMAIN_TAKEN', message, {
    exitCode: 3,
    hint: 'choose another --subdomain, or leave out --require-subdomain',
    cause,
  })
}

function tellHealth(setting: LinkSetting, link: Link, { result, detail }: LinkProbe): void {
  if (result === 'answered') tell(setting, link, 'up', BACK)
  else tell(setting, link, 'degraded', detail)
}

function tell(setting: LinkSetting, link: Link, state: TunnelState, detail: string): void {
  setting.onEvent({ state, publicUrl: link.publicUrl, detail })
}
