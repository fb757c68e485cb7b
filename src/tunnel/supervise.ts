import { CliError } from '../contract/errors.ts'
import type { Gate } from './gate.ts'
import type { Link } from './link.ts'
import type { LinkSetting } from './link-setting.ts'
import { openFirstLink } from './open-first-link.ts'
import { reasonOf } from './reason.ts'
import type { Tunnel } from './tunnel.ts'
import { type CurrentLink, watchLink } from './watch-link.ts'

/**
 * Opens a tunnel of any kind and gives it when a probe has come through its public URL. From then on it
 * is probed, and re-opened when it is lost (hardening T1 to T5). The gate is closed with it.
 */
export async function openSupervised(asked: LinkSetting): Promise<Tunnel> {
  const ending = new AbortController()
  const follow = (): void => ending.abort(asked.signal.reason)
  asked.signal.addEventListener('abort', follow, { once: true })
  if (asked.signal.aborted) follow()
  const setting: LinkSetting = { ...asked, signal: ending.signal }
  const release = async (): Promise<void> => {
    asked.signal.removeEventListener('abort', follow)
    await asked.gate.close()
  }
  try {
    setting.onEvent({ state: 'opening', publicUrl: null, detail: setting.way.opening })
    return superviseLink(setting, await openAndTell(setting), ending, release)
  } catch (error) {
    await release()
    throw error
  }
}

/** A listener that throws is the end of the link that it was told of. */
async function openAndTell(setting: LinkSetting): Promise<Link> {
  const first = await openFirstLink(setting)
  try {
    const detail = setting.way.describeFirst(first)
    setting.onEvent({ state: 'up', publicUrl: first.publicUrl, detail })
    return first
  } catch (error) {
    await first.close()
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
  const { broken, breakOff } = createBreak()
  const closed = watchToTheEnd(setting, current, release, breakOff)
  return {
    get publicUrl() {
      return current.link.publicUrl
    },
    broken,
    close: async () => {
      ending.abort(new Error('the tunnel was closed'))
      await closed
    },
  }
}

function createBreak(): { broken: Promise<never>; breakOff: (error: CliError) => void } {
  let breakOff!: (error: CliError) => void
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject
  })
  broken.catch(() => {})
  return { broken, breakOff }
}

/** Resolves when the tunnel is closed: its signal was aborted, or it cannot be watched any more. */
async function watchToTheEnd(
  setting: LinkSetting,
  current: CurrentLink,
  release: Gate['close'],
  breakOff: (error: CliError) => void,
): Promise<void> {
  try {
    await watchLink(setting, current)
  } catch (error) {
    tellFault(setting, current.link, error)
    if (error instanceof CliError) breakOff(error)
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
