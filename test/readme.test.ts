import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const readme = readFileSync('README.md', 'utf8')
const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n')

/** Every error code that the source can throw. */
function codesInSource(): Set<string> {
  const calls = source.matchAll(
    /(?:new CliError|requireKnown|folderError|configError)\(([^)]{0,200})/g,
  )
  const words = [...calls].flatMap(([, start = '']) => [
    ...start.matchAll(/'([A-Z]+(?:_[A-Z\d]+)*)'/g),
  ])
  return new Set(
    words
      .map(([, code]) => code as string)
      .filter((code) => code.length > 2 && !code.startsWith('HOOKSTEP_')),
  )
}

test('every error code of the source stands in the table of the README, and no other', () => {
  const [, table = ''] = /\| error code \|.*\n([^]*?)\n\n/.exec(readme) ?? []
  const listed = [...table.matchAll(/`([A-Z][A-Z_\d]{2,})`/g)].map(([, code]) => code as string)
  expect(listed.length).toBeGreaterThan(20)
  expect([...codesInSource()].filter((code) => !listed.includes(code))).toEqual([])
  expect(listed.filter((code) => !source.includes(`'${code}'`))).toEqual([])
})

test('every reason stands in the README', () => {
  const advice = readFileSync('src/report/advice.ts', 'utf8')
  const reasons = [...advice.matchAll(/^ {2}([A-Z_]{3,}): '/gm)].map(([, code]) => code as string)
  expect(reasons.length).toBeGreaterThan(12)
  expect(reasons.filter((reason) => !readme.includes(`\`${reason}\``))).toEqual([])
})
