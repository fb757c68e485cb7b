import { withDeadline } from './deadline.ts'
import { connectLink, type Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { probeLink } from './probe-link.ts'
import { reasonOf } from './reason.ts'
import { register } from './register.ts'

/** The relay gave another name than the one that was asked for. */
export class NameNotGiven extends Error {
  override readonly name = 'NameNotGiven'
}

export interface LinkWish {
  readonly name: string | undefined
  /** Takes whatever name the relay gives instead of throwing NameNotGiven. */
  readonly acceptOther: boolean
  /** Takes requests on every connection for a proof, when they keep the probe waiting (hardening T8). */
  readonly acceptSaturated: boolean
}

/**
 * Opens one link and gives it when a probe has come through its public URL.
 * On any failure nothing stays open.
 */
export async function openLink(
  setting: LinkSetting,
  wish: LinkWish,
  signal: AbortSignal,
): Promise<Link> {
  const { relayUrl, clock, timings } = setting
  const gatePort = setting.gate.port
  const timeoutMs = timings.registerTimeoutMs
  const grant = await register({ relayUrl, name: wish.name, clock, timeoutMs, signal })
  if (wish.name !== undefined && grant.id !== wish.name && !wish.acceptOther) {
    throw new NameNotGiven(`the name "${wish.name}" is taken: ${relayUrl}`)
  }
  const link = await connectLink(grant, { relayUrl, gatePort, clock, signal })
  try {
    await prove(setting, link, wish, signal)
    return link
  } catch (error) {
    await link.close()
    throw error
  }
}

async function prove(
  setting: LinkSetting,
  link: Link,
  wish: LinkWish,
  signal: AbortSignal,
): Promise<void> {
  const { clock, timings } = setting
  let detail = 'no answer yet'
  try {
    await withDeadline(clock, timings.proveTimeoutMs, [link.lost, signal], async (inner) => {
      for (;;) {
        const probe = await probeLink(setting, link, inner)
        if (probe.result === 'answered') return
        if (probe.result === 'saturated' && wish.acceptSaturated) return
        detail = probe.detail
        await clock.sleep(Math.min(timings.probeAgainMs, 1000), inner)
      }
    })
  } catch (cause) {
    const why = link.lost.aborted ? reasonOf(link.lost.reason) : detail
    throw new Error(`no probe came through ${link.publicUrl}: ${why}`, { cause })
  }
}
