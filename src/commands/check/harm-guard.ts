import { DESTRUCTIVE } from '../../config/choose-rules.ts'
import type { Context } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import type { Rule } from '../../contract/rules/rule.ts'
import { note } from '../notices.ts'

/** What may be sent, and to whom. */
export interface Intent {
  readonly rules: readonly Rule[]
  readonly url: URL
  /** False for a host of this machine or of a private network. */
  readonly isRemote: boolean
  /** `--yes`. */
  readonly isAllowed: boolean
}

/**
 * The rules without those that may end a remote endpoint, unless `--yes` or a person at the terminal allows
 * them. Throws `REMOTE_HOST` where there is nobody to ask.
 */
export async function withoutUnwantedHarm(intent: Intent, context: Context): Promise<Rule[]> {
  const harmless = intent.rules.filter(({ isDestructive }) => !isDestructive)
  const count = intent.rules.length - harmless.length
  if (count === 0 || !intent.isRemote || intent.isAllowed) return [...intent.rules]
  const { host } = intent.url
  if (!context.prompt.isAvailable) throw nobodyToAsk(host, count)
  const message = `${host} is remote. Send it the ${count} rules that may end it, too?`
  if (await context.prompt.confirm({ message, default: false })) return [...intent.rules]
  note(context, `the ${count} rules that may end an endpoint are left out`)
  return harmless
}

function nobodyToAsk(host: string, count: number): CliError {
  const message = `${count} of the rules may end an endpoint, and ${host} is remote`
  return new CliError('REMOTE_HOST', message, { hint: `--yes, or --skip ${DESTRUCTIVE}` })
}
