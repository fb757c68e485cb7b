import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import writeFileAtomic from 'write-file-atomic'
import { CliError } from '../contract/errors.ts'
import type { Settings } from './config-schema.ts'

/** Only the owner reads and writes. */
const PRIVATE_MODE = 0o600

/**
 * Writes a configuration file, whole or not at all, for its owner's eyes only; `$schema` leads to the
 * JSON Schema of this installation. Throws `CONFIG_NOT_WRITABLE`, exit code 3.
 */
export async function writeConfig(
  path: string,
  settings: Settings,
  packageRoot: URL,
): Promise<void> {
  const config = { $schema: schemaReference(path, packageRoot), ...settings }
  const text = `${JSON.stringify(config, null, 2)}\n`
  await writeFileAtomic(path, text, { mode: PRIVATE_MODE }).catch((cause: unknown) => {
    throw new CliError('CONFIG_NOT_WRITABLE', `${path}: ${(cause as Error).message}`, {
      exitCode: 3,
      hint: 'hookstep init --config FILE writes to another place',
      cause,
    })
  })
}

function schemaReference(path: string, packageRoot: URL): string {
  const schema = fileURLToPath(new URL('schemas/hookstep.config.schema.json', packageRoot))
  const way = relative(dirname(path), schema).replaceAll('\\', '/')
  return way.startsWith('.') ? way : `./${way}`
}
