import { execFile } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll } from 'vitest'
import { buildOnce, builtPath } from './build-once.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const NAME = 'hookstep'

/** Where the built `hookstep` is, once a test file has asked for it by `builtCopy`. */
export const BUILT_BIN = join(builtPath(NAME), 'bin', 'hookstep.js')

/**
 * The path of a `hookstep` that is built before the first test of this file, if no other file has had it
 * built before: a test builds `dist/` at the same time. Each file calls it: what a helper does when it is
 * loaded is done for the first of the files that share a process.
 */
export function builtCopy(): string {
  beforeAll(async () => void (await buildOnce(NAME, build)), 120_000)
  return BUILT_BIN
}

async function build(copy: string): Promise<void> {
  for (const name of ['bin', 'fixtures', 'schemas', 'package.json']) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true })
  }
  const script = ['scripts/build.js', join(copy, 'dist')]
  await promisify(execFile)(process.execPath, script, { cwd: ROOT })
}
