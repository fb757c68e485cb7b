import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildOnce } from './build-once.ts'

const TESTS = fileURLToPath(new URL('../', import.meta.url))

/**
 * A program of the tests for a process of its own, bundled once, so that plain Node runs it. Gives its path
 * when it is asked for.
 */
export function bundleOnce(program: URL): () => Promise<string> {
  const entry = fileURLToPath(program)
  const name = relative(TESTS, entry).replaceAll(/[^\w-]/g, '-')
  return async () => buildOnce(`${name}.mjs`, async (outfile) => bundle(entry, outfile))
}

const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

async function bundle(entry: string, outfile: string): Promise<void> {
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
}
