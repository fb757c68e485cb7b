import { execFile } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll } from 'vitest'
import { buildOnce, builtPath } from './build-once.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const NAME = 'hookstep'

/**
 * The path of a `hookstep` that is built before the first test of this file, if no other file has had it
 * built before: a test builds `dist/` at the same time.
 */
export function builtCopy(): string {
  beforeAll(async () => void (await buildOnce(NAME, build)), 120_000)
  return join(builtPath(NAME), 'bin', 'hookstep.js')
}

async function build(copy: string): Promise<void> {
  for (const name of ['bin', 'fixtures', 'schemas', 'package.json']) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true })
  }
  const script = ['scripts/build.js', join(copy, 'dist')]
  await promisify(execFile)(process.execPath, script, { cwd: ROOT })
}
