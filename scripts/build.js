/**
 * Builds `dist/`: the bundle (esbuild, code-split, every dependency inside), the declarations (tsc) and
 * the licences of what was bundled. See docs/decisions/0001-bundle-every-dependency.md.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { build } from 'esbuild'
import { collectLicences } from './collect-licences.js'

rmSync('dist', { recursive: true, force: true })

const { metafile, outputFiles } = await build({
  entryPoints: ['src/main.ts', 'src/index.ts'],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  // jsonc-parser's main file is a UMD wrapper that no bundler can follow.
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
})

/**
 * Bundled CommonJS packages call `require` for node's own modules. esbuild's stand-in for it needs a real
 * one; only the chunk that holds the stand-in gets it, and without an import that `--version` would pay for.
 */
const REQUIRE =
  'const require = (id) => { const found = process.getBuiltinModule(id); if (found) return found; ' +
  "throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' }) };\n"
for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text.includes('Dynamic require of') ? REQUIRE + text : text)
}

execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.json'], { stdio: 'inherit' })

const { text, count } = collectLicences(Object.keys(metafile.inputs))
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', text)
console.log(`built dist/ with ${count} bundled packages`)
