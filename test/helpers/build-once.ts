import { existsSync } from 'node:fs'
import { mkdir, rename, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inject } from 'vitest'

/** Where `buildOnce` puts what has this name. */
export function builtPath(name: string): string {
  return join(inject('buildFolder'), name)
}

/**
 * Builds something once for all test files of a run: the first one that asks does, the others wait for it,
 * each in its own process. Gives where it is.
 */
export async function buildOnce(
  name: string,
  build: (path: string) => Promise<void>,
): Promise<string> {
  const path = builtPath(name)
  while (!existsSync(path)) {
    if (await claim(path)) await buildClaimed(path, build)
    else await wait(20)
  }
  return path
}

async function claim(path: string): Promise<boolean> {
  try {
    await mkdir(`${path}.claim`)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** After a failure somebody else may try, and fail with the same reason. */
async function buildClaimed(path: string, build: (path: string) => Promise<void>): Promise<void> {
  try {
    if (existsSync(path)) return
    await build(`${path}.new`)
    await rename(`${path}.new`, path)
  } finally {
    await rmdir(`${path}.claim`)
  }
}
