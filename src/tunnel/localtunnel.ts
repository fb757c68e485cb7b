import { CliError } from '../contract/errors.ts'
import { openGate, type Gate } from './gate.ts'
import type { Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { openFirstLink } from './open-first-link.ts'
import { reasonOf } from './reason.ts'
import { DEFAULT_TIMINGS, type Timings } from './timings.ts'
import type { Tunnel, TunnelOptions } from './tunnel.ts'
import { type CurrentLink, watchLink } from './watch-link.ts'

const NAME = /^[a-z0-9-]{4,63}$/

/**
 * Opens a supervised localtunnel and gives it when a probe has come through its public URL.
 * From then on it is probed, and re-opened under the same name when it is lost (hardening T1 to T5).
 */
export async function openLocaltunnel(
  options: TunnelOptions,
  timings: Partial<Timings> = {},
): Promise<Tunnel> {
  refuseBadOptions(options)
  const gate = await openGate(options.localPort)
  const ending = new AbortController()
  const follow = (): void => ending.abort(options.signal.reason)
  options.signal.addEventListener('abort', follow, { once: true })
  if (options.signal.aborted) follow()
  const setting: LinkSetting = {
    ...options,
    signal: ending.signal,
    gate,
    timings: { ...DEFAULT_TIMINGS, ...timings },
  }
  const release = async (): Promise<void> => {
    options.signal.removeEventListener('abort', follow)
    await gate.close()
  }
  try {
    options.onEvent({ state: 'opening', publicUrl: null, detail: `asking ${options.relayUrl}` })
    return superviseLink(setting, await openFirstLink(setting), ending, release)
  } catch (error) {
    await release()
    throw error
  }
}

function superviseLink(
  setting: LinkSetting,
  first: Link,
  ending: AbortController,
  release: Gate['close'],
): Tunnel {
  const current = { link: first }
  const detail = tellName(setting.subdomain, first.id)
  setting.onEvent({ state: 'up', publicUrl: first.publicUrl, detail })
  const closed = watchToTheEnd(setting, current, release)
  return {
    get publicUrl() {
      return current.link.publicUrl
    },
    close: async () => {
      ending.abort(new Error('the tunnel was closed'))
      await closed
    },
  }
}

/** Resolves when the tunnel is closed: its signal was aborted, or it cannot be watched any more. */
async function watchToTheEnd(
  setting: LinkSetting,
  current: CurrentLink,
  release: Gate['close'],
): Promise<void> {
  try {
    await watchLink(setting, current)
  } catch (error) {
    tellFault(setting, current.link, error)
  }
  await current.link.close()
  await release()
}

/** A listener that throws may be the fault itself: then nobody can be told. */
function tellFault({ onEvent }: LinkSetting, { publicUrl }: Link, fault: unknown): void {
  try {
    onEvent({ state: 'down', publicUrl, detail: `the tunnel is closed: ${reasonOf(fault)}` })
  } catch {
    // Closing goes on.
  }
}

function tellName(wanted: string | undefined, given: string): string {
  return wanted === undefined || wanted === given
    ? 'a probe came through the public URL'
    : `the name "${wanted}" is taken: the relay gave "${given}" instead`
}

function refuseBadOptions({ relayUrl, subdomain }: TunnelOptions): void {
  if (!URL.canParse(relayUrl) || !/^https?:$/.test(new URL(relayUrl).protocol)) {
    throw new CliError('BAD_URL', `not an http or https URL: ${relayUrl}`, {
      hint: '--tunnel-host https://localtunnel.me',
    })
  }
  if (subdomain !== undefined && !NAME.test(subdomain)) {
    throw new CliError('BAD_SUBDOMAIN', `not a name that a relay gives: ${subdomain}`, {
      hint: '--subdomain takes 4 to 63 lower case letters, digits and hyphens',
    })
  }
}
