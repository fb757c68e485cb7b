import { orAborted, withDeadline } from './deadline.ts'
import { reasonOf } from './harmless.ts'
import { connectLink, type Link } from './link.ts'
import { register } from './register.ts'
import type { Timings } from './timings.ts'
import type { ProbeOutcome, TunnelOptions } from './tunnel.ts'

/** What every link of one tunnel is opened with. */
export interface LinkSetting extends TunnelOptions {
  readonly gatePort: number
  readonly timings: Timings
}

/** The relay gave another name than the one that was asked for. */
export class NameNotGiven extends Error {
  override readonly name = 'NameNotGiven'
}

export interface NameWish {
  readonly name: string | undefined
  /** Takes whatever name the relay gives instead of throwing NameNotGiven. */
  readonly acceptOther: boolean
}

/**
 * Opens one link and gives it when a probe has come through its public URL.
 * On any failure nothing stays open.
 */
export async function openLink(
  setting: LinkSetting,
  wish: NameWish,
  signal: AbortSignal,
): Promise<Link> {
  const { relayUrl, clock, timings, gatePort } = setting
  const timeoutMs = timings.registerTimeoutMs
  const grant = await register({ relayUrl, name: wish.name, clock, timeoutMs, signal })
  if (wish.name !== undefined && grant.id !== wish.name && !wish.acceptOther) {
    throw new NameNotGiven(`the name "${wish.name}" is taken: ${relayUrl}`)
  }
  const link = await connectLink(grant, { relayUrl, gatePort, clock, signal })
  try {
    await prove(setting, link, signal)
    return link
  } catch (error) {
    await link.close()
    throw error
  }
}

async function prove(setting: LinkSetting, link: Link, signal: AbortSignal): Promise<void> {
  const { clock, timings } = setting
  let detail = 'no answer yet'
  try {
    await withDeadline(clock, timings.proveTimeoutMs, [link.lost, signal], async (inner) => {
      for (;;) {
        const outcome = await probeLink(setting, link.publicUrl, inner)
        if (outcome.ok) return
        detail = outcome.detail
        await clock.sleep(Math.min(timings.probeAgainMs, 1000), inner)
      }
    })
  } catch (cause) {
    const why = link.lost.aborted ? reasonOf(link.lost.reason) : detail
    throw new Error(`no probe came through ${link.publicUrl}: ${why}`, { cause })
  }
}

/** Probes the public URL once, with a timeout of its own; throws only when `signal` aborts. */
export async function probeLink(
  setting: LinkSetting,
  publicUrl: string,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const { clock, timings, probe } = setting
  try {
    return await withDeadline(clock, timings.probeTimeoutMs, [signal], (inner) =>
      orAborted(inner, probe(publicUrl, inner)),
    )
  } catch (error) {
    signal.throwIfAborted()
    return { ok: false, detail: reasonOf(error) }
  }
}
