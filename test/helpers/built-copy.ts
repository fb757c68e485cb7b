import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The path of a `hookstep` that is built before the first test of this file: other files build `dist/` at the
 * same time.
 */
export function builtCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'hookstep-built-'))
  beforeAll(() => {
    for (const name of ['bin', 'fixtures', 'schemas', 'package.json']) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true })
    }
    const script = ['scripts/build.js', join(copy, 'dist')]
    const build = spawnSync(process.execPath, script, { cwd: ROOT, encoding: 'utf8' })
    if (build.status !== 0) throw new Error(build.stderr)
    return () => rmSync(copy, { recursive: true, force: true })
  }, 120_000)
  return join(copy, 'bin', 'hookstep.js')
}
