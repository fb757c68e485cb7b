/**
 * Builds `dist/`: the bundle (esbuild, code-split, every dependency inside), the declarations that the library entry reaches (tsc) and
 * the licences of what was bundled. See docs/decisions/0001-bundle-every-dependency.md.
 * `node scripts/build.js DIR` writes the bundle alone, into DIR: for a test that must not touch `dist/`. With
 * `--readable` names and lines stay as they are, and source maps lie beside it: for a profile.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { build } from 'esbuild'
import { collectLicences } from './collect-licences.js'
import { rawText } from './raw-text.js'
import { withoutWasm } from './without-wasm.js'

const [outdir = 'dist'] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const isReadable = process.argv.includes('--readable')
rmSync(outdir, { recursive: true, force: true })

const { metafile, outputFiles } = await build({
  entryPoints: ['src/main.ts', 'src/index.ts', 'src/load-worker.ts'],
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18.1',
  // jsonc-parser's main file is a UMD wrapper that no bundler can follow.
  mainFields: ['module', 'main'],
  // write-file-atomic mixes it into the names of its temporary files; modules have none.
  define: { __filename: '"hookstep"' },
  alias: {
    '@inquirer/external-editor': './scripts/without-external-editor.js',
    axios: './scripts/without-axios.js',
  },
  plugins: [rawText, withoutWasm],
  minify: !isReadable,
  sourcemap: isReadable,
  // Errors of packages tell their kind by the name of their class.
  keepNames: true,
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
  "throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' }) }; "
for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true })
  const isMissingRequire = path.endsWith('.js') && text.includes('Dynamic require of')
  // On the line that is there: a source map counts lines.
  writeFileSync(path, isMissingRequire ? REQUIRE + text : text)
}

if (outdir === 'dist') {
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  const { text, count } = collectLicences(Object.keys(metafile.inputs))
  writeFileSync('dist/THIRD-PARTY-LICENSES.txt', text)
  console.log(`built dist/ with ${count} bundled packages`)
}
