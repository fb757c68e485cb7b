import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll } from 'vitest'

/**
 * A program of the tests for a process of its own, bundled once for each test file, so that plain Node runs
 * it. Gives its path when it is asked for.
 */
export function bundleOnce(program: URL): () => Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hookstep-program-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let bundled: Promise<string> | undefined
  return async () => (bundled ??= bundle(fileURLToPath(program), join(folder, 'program.mjs')))
}

const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

async function bundle(entry: string, outfile: string): Promise<string> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
    // CommonJS among what is bundled asks for the modules of Node.js in its own way.
    banner: { js: REQUIRE },
  })
  return outfile
}
