import type { TunnelFlags } from '../listen/tunnel-flags.ts'
import { skipped, type Check, type CheckResult } from './check.ts'
import type { RelayAnswer, Subject } from './subject.ts'

type Judge = (relay: URL, answer: RelayAnswer) => CheckResult

/** The part of a check that judges what the relay answers, where there is one that may be asked. */
export function atRelay(judge: Judge): Check['run'] {
  return async (subject) => {
    const why = whyNotAsked(subject)
    return why === null ? judge(subject.relay, await subject.askRelay()) : skipped(why)
  }
}

/** Why the relay is not asked; null where it is. */
export function whyNotAsked({ flags, relay, isOutOfBounds }: Subject): string | null {
  if (flags.tunnel !== 'localtunnel') return `${flagOf(flags)}: no relay is asked`
  return isOutOfBounds(relay) ? `--offline: ${relay.host} is not asked` : null
}

function flagOf({ tunnel }: TunnelFlags): string {
  return tunnel === 'public-url' ? '--public-url' : `--tunnel ${tunnel}`
}
