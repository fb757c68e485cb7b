import { strings, text } from './setting-kinds.ts'

/** The keys that are flags of `relay`. */
export const relaySettings = {
  relayFaults: strings('The faults that are on from the start, such as "latency=200ms": --fault.'),
  relayTimeline: text(
    'The faults that come and go, such as "at 5s: down; at 12s: up": --timeline.',
  ),
}
