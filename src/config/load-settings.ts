import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import type { Setting } from './choose-settings.ts'
import { CONFIG_NAME, readConfigFile } from './config-file.ts'

/** Which configuration a run asks for. */
export interface ConfigRequest {
  /** `--config` or `HOOKSTEP_CONFIG`; undefined looks for the file upwards. */
  readonly file: string | undefined
  /** `--profile` or `HOOKSTEP_PROFILE`. */
  readonly profile: string | undefined
  /** True where the command line itself asks for a file or a profile. */
  readonly isExplicit: boolean
  readonly context: Pick<Context, 'cwd' | 'env'>
  readonly warn: (text: string, hint: string) => void
}

/** What the global flags and the environment ask for. */
export function configRequest(
  program: Command,
  context: ConfigRequest['context'],
  warn: ConfigRequest['warn'],
): ConfigRequest {
  const flags = program.opts<{ config?: string; profile?: string }>()
  const { env } = context
  return {
    file: flags.config ?? nonEmpty(env['HOOKSTEP_CONFIG']),
    profile: flags.profile ?? nonEmpty(env['HOOKSTEP_PROFILE']),
    isExplicit: flags.config !== undefined || flags.profile !== undefined,
    context,
    warn,
  }
}

/**
 * The settings of the configuration file, if there is one. Warns of a secret in a file that everybody on
 * the machine may read. Throws what reading, checking and choosing the profile throw.
 */
export async function loadSettings(request: ConfigRequest): Promise<readonly Setting[]> {
  const { cwd } = request.context
  const file = await readConfigFile(cwd, request.file)
  if (file === null) {
    if (request.profile === undefined) return []
    throw new CliError(
      'CONFIG_MISSING',
      `--profile ${request.profile}: there is no ${CONFIG_NAME} in ${cwd} or above it`,
      { hint: 'hookstep init' },
    )
  }
  // Loaded here: a run without a file does not pay for the schema.
  const { parseConfig } = await import('./parse-config.ts')
  const { chooseSettings } = await import('./choose-settings.ts')
  const { literalSecrets } = await import('./literal-secrets.ts')
  const config = parseConfig(file.path, file.text)
  const [secret] = file.isWorldReadable ? literalSecrets(config) : []
  if (secret !== undefined) {
    const text = `${file.path}: ${secret} is a secret, and everybody on this machine can read the file`
    request.warn(text, `chmod 600 ${file.path}`)
  }
  return chooseSettings(file.path, config, request.profile)
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
