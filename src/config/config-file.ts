import { readFile, stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { resolve } from 'node:path'
import { findUp } from 'find-up-simple'
import { CliError } from '../contract/errors.ts'
import { configError } from './config-error.ts'

export const CONFIG_NAME = 'hookstep.config.json'

const MAX_BYTES = 1024 * 1024
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
  const { size, mode, isFile } = await inspect(path)
  if (!isFile) throw new CliError('CONFIG_UNREADABLE', `${path}: not a file`)
  if (size > MAX_BYTES) throw configError(path, '', `${size} bytes, and 1 MiB is the most`)
  const isWorldReadable = (mode & WORLD_READABLE) !== 0 && platform() !== 'win32'
  return { path, text: decode(path, await readFile(path).catch(unreadable(path))), isWorldReadable }
}

async function inspect(path: string): Promise<{ size: number; mode: number; isFile: boolean }> {
  const stats = await stat(path).catch(unreadable(path))
  return { size: stats.size, mode: stats.mode, isFile: stats.isFile() }
}

function unreadable(path: string): (error: unknown) => never {
  return (cause) => {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw new CliError('CONFIG_UNREADABLE', `${path}: ${message}`, { cause })
    }
    throw new CliError('CONFIG_MISSING', `there is no configuration file ${path}`, {
      hint: 'hookstep init',
      cause,
    })
  }
}

function decode(path: string, bytes: Uint8Array): string {
  const hint = 'save it as UTF-8 without a byte order mark'
  const hasMark = [0xfeff, 0xfffe].includes(((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))
  if (hasMark || (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)) {
    throw configError(path, '', 'starts with a byte order mark', { hint })
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw configError(path, '', 'not UTF-8', { hint, cause })
  }
}
