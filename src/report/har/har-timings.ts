import type { Timings } from '../../contract/delivery.ts'

/** The phases of HAR 1.2, in milliseconds; -1 for one that does not apply. `connect` includes `ssl`. */
export interface HarTimings {
  readonly blocked: number
  readonly dns: number
  readonly connect: number
  readonly ssl: number
  readonly send: number
  readonly wait: number
  readonly receive: number
}

/**
 * Our timings in the phases of HAR 1.2, with the time that they add up to. What no phase claims
 * counts for the phase that was under way when the exchange ended.
 */
export function toHarTimings(timings: Timings): { timings: HarTimings; time: number } {
  const { dnsMs, connectMs, tlsMs, firstByteMs, bodyMs, totalMs } = timings
  const known = sum([dnsMs, connectMs, tlsMs, firstByteMs, bodyMs])
  const rest = { blocked: 0, wait: 0, receive: 0, [openPhase(timings)]: totalMs - known }
  const har = {
    blocked: rest.blocked > 0 ? round(rest.blocked) : -1,
    dns: orNotApplicable(dnsMs),
    connect: connectMs === null && tlsMs === null ? -1 : round(sum([connectMs, tlsMs])),
    ssl: orNotApplicable(tlsMs),
    send: 0,
    wait: round(sum([firstByteMs, rest.wait])),
    receive: round(sum([bodyMs, rest.receive])),
  }
  const { ssl: _partOfConnect, ...phases } = har
  return { timings: har, time: round(sum(Object.values(phases))) }
}

/** Where the rest of the time went: an answer that came whole leaves only the wait for a socket. */
function openPhase({ connectMs, firstByteMs, bodyMs }: Timings): 'blocked' | 'wait' | 'receive' {
  if (firstByteMs !== null) return bodyMs === null ? 'receive' : 'blocked'
  return connectMs === null ? 'blocked' : 'wait'
}

function sum(phases: readonly (number | null)[]): number {
  return phases.reduce<number>((total, ms) => total + Math.max(0, ms ?? 0), 0)
}

function orNotApplicable(ms: number | null): number {
  return ms === null ? -1 : round(ms)
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
