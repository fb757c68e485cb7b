import { CliError } from '../contract/errors.ts'
import { withDeadline } from './deadline.ts'
import type { Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { probeLink } from './probe-link.ts'
import { reasonOf } from './reason.ts'
import type { LinkWish } from './way.ts'

/**
 * Opens one link and gives it when a probe has come through its public URL.
 * On any failure nothing stays open.
 */
export async function openLink(
  setting: LinkSetting,
  wish: LinkWish,
  signal: AbortSignal,
): Promise<Link> {
  const link = await setting.way.connect({ ...wish, gatePort: setting.gate.port }, signal)
  try {
    await prove(setting, link, wish, signal)
    return link
  } catch (error) {
    await link.close()
    throw error
  }
}

/** Of a link that replaces another one, requests on every connection are taken for a proof (hardening T8). */
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
        if (probe.result === 'saturated' && wish.lost !== null) return
        detail = probe.detail
        await clock.sleep(Math.min(timings.probeAgainMs, 1000), inner)
      }
    })
  } catch (cause) {
    if (link.lost.reason instanceof CliError) throw link.lost.reason
    const why = link.lost.aborted ? reasonOf(link.lost.reason) : detail
    throw new Error(`no probe came through ${link.publicUrl}: ${why}`, { cause })
  }
}
