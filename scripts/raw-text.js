import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Takes `import text from './file.css?raw'` as vite does, so that a style or a script of a page is bundled as text. */
export const rawText = {
  name: 'raw-text',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      // Relative: the place of the checkout must not get into the names of the chunks.
      path: relative(process.cwd(), join(resolveDir, path.replace(/\?raw$/, ''))),
      namespace: 'raw-text',
    }))
    build.onLoad({ filter: /.*/, namespace: 'raw-text' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
    }))
  },
}
