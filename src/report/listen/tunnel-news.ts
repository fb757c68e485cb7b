import type { TunnelChange } from './receiver-reporter.ts'

/**
 * Tells what is new: each state once, and within a state each reason once. A relay that is away for an hour
 * is asked some seven hundred times, and told of twice.
 */
export function createTunnelNews(): (change: TunnelChange) => boolean {
  let last = ''
  return ({ state, detail }) => {
    const news = `${state} ${detail.replace(/^try \d+: /, '')}`
    const isNew = news !== last
    last = news
    return isNew
  }
}

/** Gives the time from which a tunnel that had been up is down; null where it is not (hardening L10). */
export function createOutageClock(): (change: TunnelChange, time: string) => string | null {
  let since: string | null = null
  return ({ state, publicUrl }, time) => {
    const isOutage = state === 'down' && publicUrl !== null
    since = isOutage ? (since ?? time) : null
    return since
  }
}
