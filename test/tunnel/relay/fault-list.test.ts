import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Fault } from '../../../src/tunnel/relay/fault.ts'
import { FAULTS } from '../../../src/tunnel/relay/fault-list.ts'

const FOLDER = new URL('../../../src/tunnel/relay/faults/', import.meta.url)
const TESTS = new URL('faults/', import.meta.url)

const files = readdirSync(FOLDER)

test('list and folder of the faults agree', () => {
  const names = FAULTS.map(({ name }) => name)
  expect([...names].sort()).toEqual(files.map((file) => file.replace(/\.ts$/, '')).sort())
  expect(names).toEqual(
    'register-403 register-500 register-hang bad-json name-taken url-change refused restart lost-sockets half-open latency bandwidth slice cut-after slow-close reset 502 503 504 429 reminder-page'.split(
      ' ',
    ),
  )
})

test.each(files)('%s holds the one fault that it is named after', async (file) => {
  const module = (await import(new URL(file, FOLDER).href)) as Record<string, Fault>
  const faults = Object.values(module)
  expect(faults.map(({ name }) => `${name}.ts`)).toEqual([file])
  expect(faults[0]?.description).toMatch(/^[a-z].{20,}[^.]$/)
})

test('every fault has a test', () => {
  const tests = readdirSync(TESTS)
    .map((file) => readFileSync(new URL(file, TESTS), 'utf8'))
    .join('\n')
  const untested = FAULTS.filter(({ name }) => !tests.includes(`test('${name}: `))
  expect(untested.map(({ name }) => name)).toEqual([])
})

test('a word that a parameter has by default is one of its words', () => {
  const words = FAULTS.flatMap(({ parameters }) => Object.values(parameters)).filter(
    (parameter) => parameter.kind === 'word',
  )
  expect(words.length).toBeGreaterThan(3)
  for (const { words: known, default: word } of words) expect(known).toContain(word)
})
