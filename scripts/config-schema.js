/**
 * Writes `schemas/hookstep.config.schema.json` from `src/config/config-schema.ts`, so that the two cannot
 * drift apart. `--check` writes nothing and fails when the file is not what it would write.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toJsonSchema } from '@valibot/to-json-schema'
import { build } from 'esbuild'

const FILE = 'schemas/hookstep.config.schema.json'

/** The schemas of the source: Node 20 does not run TypeScript, so esbuild bundles them to a file first. */
async function loadSchemas() {
  const folder = mkdtempSync(join('node_modules', '.hookstep-schema-'))
  try {
    const outfile = join(folder, 'config-schema.mjs')
    const entryPoints = ['src/config/config-schema.ts']
    await build({
      entryPoints,
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      logLevel: 'warning',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const { ConfigSchema, SettingsSchema } = await loadSchemas()
const { $schema, ...schema } = toJsonSchema(ConfigSchema, {
  errorMode: 'throw',
  definitions: { settings: SettingsSchema },
})
const title = 'hookstep.config.json'
const description =
  'The configuration of hookstep. ${NAME} in a text is taken from the environment.'
const text = `${JSON.stringify({ $schema, title, description, ...schema }, null, 2)}\n`

if (process.argv.includes('--check')) {
  let found = ''
  try {
    found = readFileSync(FILE, 'utf8')
  } catch {
    // A file that is not there is out of date, too.
  }
  console.log(found === text ? `${FILE} is up to date` : `${FILE} is out of date: npm run schemas`)
  process.exitCode = found === text ? 0 : 1
} else {
  mkdirSync(dirname(FILE), { recursive: true })
  writeFileSync(FILE, text)
  console.log(`wrote ${FILE}`)
}
