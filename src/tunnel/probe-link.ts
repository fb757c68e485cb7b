import { orAborted, withDeadline } from './deadline.ts'
import type { Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { reasonOf } from './reason.ts'
import type { ProbeOutcome } from './tunnel.ts'

/**
 * What one probe tells of a link. A saturated one carries as many requests as it can: it works. Of a still
 * one nobody has heard anything for long, though it should be busy: it is as good as dead.
 */
export interface LinkProbe {
  readonly result: 'answered' | 'saturated' | 'still' | 'failed'
  readonly detail: string
}

/**
 * Probes a link's public URL once, with a timeout of its own; throws only when `signal` aborts.
 * The most requests at once while it waited decide, not those at its end: between two requests on
 * a connection there is always a moment when it is free (hardening T8).
 */
export async function probeLink(
  setting: LinkSetting,
  link: Link,
  signal: AbortSignal,
): Promise<LinkProbe> {
  const { gate } = setting
  gate.takePeak()
  const [busyBefore, endedBefore] = [gate.inProgress(), gate.ended()]
  const [wasStill, begunBefore] = [isStill(setting), gate.begunAtMs()]
  const { ok, detail } = await askOnce(setting, link.publicUrl, signal)
  if (ok) return { result: 'answered', detail }
  // On a single connection it may have been the probe itself that kept it busy, and its answer was lost.
  const isAlone = link.sockets === 1 && busyBefore === 0 && gate.ended() - endedBefore <= 1
  const isFull = gate.takePeak() >= link.sockets
  if (!isFull || isAlone) return { result: 'failed', detail }
  return wasStill && gate.begunAtMs() === begunBefore ? still(detail) : saturated(link)
}

/** Tells whether no request has begun for longer than one may take (hardening T5, T8). */
export function isStill({ gate, clock, timings }: LinkSetting): boolean {
  return clock.monotonicMs() - gate.begunAtMs() >= timings.stillMs
}

function still(detail: string): LinkProbe {
  const stillness = 'no request has come in for long, and a probe failed'
  return { result: 'still', detail: `${stillness}: ${detail}` }
}

/** What is told of a link that carries as many requests as it can. */
export function saturated({ sockets }: Link): LinkProbe {
  const detail = `tunnel saturated: all ${sockets} connections are busy`
  return { result: 'saturated', detail }
}

async function askOnce(
  { clock, timings, probe }: LinkSetting,
  publicUrl: string,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  try {
    return await withDeadline(clock, timings.probeTimeoutMs, [signal], (inner) =>
      orAborted(inner, probe(publicUrl, inner)),
    )
  } catch (error) {
    signal.throwIfAborted()
    return { ok: false, detail: reasonOf(error) }
  }
}
