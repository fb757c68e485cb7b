import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'
// @ts-expect-error -- a script without types
import { rawText } from '../../../scripts/raw-text.js'
import { renderPage } from '../../../src/report/html/render-page.tsx'
import { makeTempDir } from '../../helpers/temp-dir.ts'

test('the bundle has the style and the script of a page in it, and renders what the source does', async () => {
  const dir = makeTempDir()
  const source = fileURLToPath(new URL('../../../src/report/html/render-page.tsx', import.meta.url))
  const page = { title: 'a < b', style: 'p { color: red }', body: 'c & d' }
  await build({
    stdin: {
      contents: `
        import { renderPage } from ${JSON.stringify(source)}
        process.stdout.write(renderPage(${JSON.stringify(page)}))`,
      resolveDir: dir,
    },
    outfile: join(dir, 'page.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    plugins: [rawText as Plugin],
    logLevel: 'error',
  })
  const html = execFileSync(process.execPath, [join(dir, 'page.mjs')], { encoding: 'utf8' })
  expect(html).toBe(renderPage(page))
  expect(html).toContain('<title>a &lt; b</title>')
  expect(html).toContain('p { color: red }</style>')
  expect(html).toContain('c &amp; d')
  expect(html).toContain('prefers-color-scheme: dark')
  expect(html).toContain('data-filter-count')
})
