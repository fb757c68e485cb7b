import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import type { LoadModel } from '../../contract/load-report.ts'
import { describeModel } from '../../report/load/figures.ts'

/** What is to be sent, and to whom. */
export interface LoadIntent {
  readonly url: URL
  readonly model: LoadModel
  /** False for a host of this machine or of a private network. */
  readonly isRemote: boolean
  /** `--yes`. */
  readonly isAllowed: boolean
}

/**
 * Resolves where a host may be loaded: it is near, `--yes` allows it, or a person at the terminal does. Throws
 * `REMOTE_HOST`, exit 2, where nobody does; nothing was sent then.
 */
export async function requireAllowedLoad(intent: LoadIntent, context: Context): Promise<void> {
  if (!intent.isRemote || intent.isAllowed) return
  const { host } = intent.url
  if (!context.prompt.isAvailable) {
    throw remoteHost(`${host} is remote, and load is only for what is yours`)
  }
  const load = describeModel(intent.model)
  const message = `${host} is remote. Load it, with ${load}? Only if it is yours`
  if (await context.prompt.confirm({ message, default: false })) return
  throw remoteHost(`${host} is remote, and was left alone`)
}

function remoteHost(message: string): CliError {
  return new CliError('REMOTE_HOST', message, { hint: '--yes' })
}
