import { channel } from 'node:diagnostics_channel'
import { getEventListeners } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'

const OWN_DESCRIPTORS = '/proc/self/fd'

/** What a process holds, one word a kind: equal words, equal footprint. */
export function footprint(signals: readonly AbortSignal[]): string {
  const resources = process.getActiveResourcesInfo()
  const count = (name: string): number => resources.filter((one) => one === name).length
  const descriptors = existsSync(OWN_DESCRIPTORS) ? readdirSync(OWN_DESCRIPTORS).length : 0
  const listeners = signals.map((signal) => getEventListeners(signal, 'abort').length)
  return [
    `sockets=${count('TCPSocketWrap')}`,
    `servers=${count('TCPServerWrap')}`,
    `timers=${count('Timeout')}`,
    `descriptors=${descriptors}`,
    `listeners=${listeners.join('+')}`,
    `observers=${channel('net.client.socket').hasSubscribers}`,
  ].join(' ')
}
