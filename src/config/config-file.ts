import { platform } from 'node:os'
import { resolve } from 'node:path'
import { findUp } from 'find-up-simple'
import { CliError } from '../contract/errors.ts'
import { configError } from './config-error.ts'
import { readTextFile, type TextFileErrors } from './text-file.ts'

export const CONFIG_NAME = 'hookstep.config.json'

/** The bit that lets every user of the machine read a file. */
const WORLD_READABLE = 0o004

/** A configuration file as it stands on the disk. */
export interface ConfigFile {
  readonly path: string
  readonly text: string
  /** True where every user of the machine may read it; never on Windows, which has no such bit. */
  readonly isWorldReadable: boolean
}

/**
 * Reads the file that was asked for, or the nearest `hookstep.config.json` from `cwd` upwards; null
 * where there is none. Throws `CONFIG_MISSING` for one that was asked for and is not there,
 * `CONFIG_UNREADABLE`, and `CONFIG_INVALID` for one over 1 MiB or not in UTF-8 without a BOM.
 */
export async function readConfigFile(
  cwd: string,
  given: string | undefined,
): Promise<ConfigFile | null> {
  const path = given === undefined ? await findUp(CONFIG_NAME, { cwd }) : resolve(cwd, given)
  if (path === undefined) return null
  const { text, mode } = await readTextFile(path, configFileErrors(path))
  const isWorldReadable = (mode & WORLD_READABLE) !== 0 && platform() !== 'win32'
  return { path, text, isWorldReadable }
}

function configFileErrors(path: string): TextFileErrors {
  return {
    missing: (cause) =>
      new CliError('CONFIG_MISSING', `there is no configuration file ${path}`, {
        hint: 'hookstep init',
        cause,
      }),
    unreadable: (detail, cause) =>
      new CliError('CONFIG_UNREADABLE', `${path}: ${detail}`, { cause }),
    invalid: (problem, options) => configError(path, '', problem, options),
  }
}
