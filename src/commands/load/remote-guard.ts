import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import type { LoadModel } from '../../contract/load-report.ts'
import { isLocalHost } from '../../exchange/locality.ts'
import { describeModel } from '../../report/load/figures.ts'

/** What is to be sent, and to whom. */
export interface LoadIntent {
  readonly url: URL
  readonly model: LoadModel
  /** False for a host of this machine or of a private network. */
  readonly isRemote: boolean
  /** Where the tokens come from; null where nobody is asked for one. */
  readonly tokenUrl: URL | null
  /** `--yes`. */
  readonly isAllowed: boolean
}

/**
 * Resolves where a host may be loaded, and the one that gives the tokens with it: they are near, `--yes` allows it, or
 * a person at the terminal does. Throws `REMOTE_HOST`, exit 2, where nobody does; nothing was sent then.
 */
export async function requireAllowedLoad(intent: LoadIntent, context: Context): Promise<void> {
  if (intent.isAllowed) return
  const hosts = await remoteHosts(intent, context.signal)
  if (hosts.length === 0) return
  const { are, were, them, theyAre } = hosts.length > 1 ? MANY : ONE
  const areRemote = `${hosts.join(' and ')} ${are} remote`
  if (!context.prompt.isAvailable) {
    throw remoteHost(`${areRemote}, and load is only for what is yours`)
  }
  const load = describeModel(intent.model)
  const message = `${areRemote}. Load ${them}, with ${load}? Only if ${theyAre} yours`
  if (await context.prompt.confirm({ message, default: false })) return
  throw remoteHost(`${areRemote}, and ${were} left alone`)
}

const ONE = { are: 'is', were: 'was', them: 'it', theyAre: 'it is' }
const MANY = { are: 'are', were: 'were', them: 'them', theyAre: 'they are' }

async function remoteHosts(
  { url, isRemote, tokenUrl }: LoadIntent,
  signal: AbortSignal,
): Promise<string[]> {
  const hosts = isRemote ? [url.host] : []
  if (tokenUrl === null || hosts.includes(tokenUrl.host)) return hosts
  return (await isLocalHost(tokenUrl, signal))
    ? hosts
    : [...hosts, `${tokenUrl.host} (--oauth-url)`]
}

function remoteHost(message: string): CliError {
  return new CliError('REMOTE_HOST', message, { hint: '--yes' })
}
