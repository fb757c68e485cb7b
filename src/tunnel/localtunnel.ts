import { CliError } from '../contract/errors.ts'
import { DEFAULT_GATE_LIMITS, openGate } from './gate.ts'
import { createLocaltunnelWay } from './localtunnel-way.ts'
import { openSupervised } from './supervise.ts'
import { DEFAULT_TIMINGS, type Timings } from './timings.ts'
import type { Tunnel, TunnelOptions } from './tunnel.ts'

const NAME = /^[a-z0-9-]{4,63}$/

/** Opens a supervised localtunnel, which comes back under the same name when it is lost. */
export async function openLocaltunnel(
  options: TunnelOptions,
  given: Partial<Timings> = {},
): Promise<Tunnel> {
  refuseBadOptions(options)
  const timings = { ...DEFAULT_TIMINGS, ...given }
  const way = createLocaltunnelWay(options, timings)
  const gate = await openGate(options.localPort, DEFAULT_GATE_LIMITS, options.clock)
  return openSupervised({ ...options, way, timings, gate })
}

function refuseBadOptions({ relayUrl, moreRelayUrls = [], subdomain }: TunnelOptions): void {
  for (const url of [relayUrl, ...moreRelayUrls]) {
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) continue
    throw new CliError('BAD_URL', `not an http or https URL: ${url}`, {
      hint: '--tunnel-host https://localtunnel.me',
    })
  }
  if (subdomain !== undefined && !NAME.test(subdomain)) {
    throw new CliError('BAD_SUBDOMAIN', `not a name that a relay gives: ${subdomain}`, {
      hint: '--subdomain takes 4 to 63 lower case letters, digits and hyphens',
    })
  }
}
