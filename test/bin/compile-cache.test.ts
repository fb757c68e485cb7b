import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

const { cacheFolder } = createRequire(import.meta.url)('../../bin/compile-cache.js') as {
  readonly cacheFolder: (env: NodeJS.ProcessEnv) => string | null
}

test.each([
  [{ HOME: '/home/me' }, '/home/me/.cache/hookstep'],
  [{ HOME: '/home/me', XDG_CACHE_HOME: '/home/me/own' }, '/home/me/own/hookstep'],
  [{ HOME: '/home/me', XDG_CACHE_HOME: '' }, '/home/me/.cache/hookstep'],
  [{ LOCALAPPDATA: '/local', HOME: '/home/me' }, '/local/hookstep'],
  [{}, null],
  [{ HOME: '' }, null],
])('compiled code of %j is kept in %s', (env, folder) => {
  expect(cacheFolder(env)).toBe(folder)
})

test('no folder below the current one is taken: what lies there could be anybody’s code', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: 'cache', HOME: '/home/me' })).toBe(
    '/home/me/.cache/hookstep',
  )
  expect(cacheFolder({ XDG_CACHE_HOME: '.', LOCALAPPDATA: 'x', HOME: '..' })).toBe(null)
})
