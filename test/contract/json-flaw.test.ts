import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonFlaw } from '../../src/contract/json-flaw.ts'

const find = (text: string) => findJsonFlaw(text, 8)

test.each([
  '{}',
  '[]',
  ' { "a" : [ 1 , -0.5e+10 , true , false , null , "" ] } ',
  '"\\u00e9\\n\\"\\\\\\/"',
  '\t\r\n0',
  '[[[[[[[[1]]]]]]]]',
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":1}}}',
  '{"":1,"\u2028":2}',
])('%j has no flaw', (text) => {
  expect(find(text)).toBeNull()
})

test.each([
  ['', 0],
  [' ', 1],
  ['{', 1],
  ['{"', 2],
  ['{"a', 3],
  ['{"a"', 4],
  ['{"a":', 5],
  ['{"a":1', 6],
  ['{"a":1,', 7],
  ['{"a":1,}', 7],
  ['{,}', 1],
  ['{a:1}', 1],
  ['{"a" 1}', 5],
  ['{"a":1 "b":2}', 7],
  ['[1,]', 3],
  ['[1 2]', 3],
  ['[1}', 2],
  ['{}{}', 2],
  ['01', 1],
  ['1.', 1],
  ['.5', 0],
  ['+1', 0],
  ['-', 0],
  ['1e', 1],
  ['NaN', 0],
  ['tru', 0],
  ["'x'", 0],
  ['"\n"', 1],
  ['"\\x"', 1],
  ['"\\u12"', 1],
  ['"\\', 1],
  ['\u00a01', 0],
])('%j is no JSON from place %i on', (text, index) => {
  expect(find(text)).toMatchObject({ code: 'bad_json', index })
  expect(() => JSON.parse(text) as unknown).toThrow()
})

test.each([
  ['[[[[[[[[[1]]]]]]]]]', 'too_deep', 8, '/0/0/0/0/0/0/0/0'],
  ['{"a":1,"b":{"c":1,"c":2}}', 'duplicate_key', 18, '/b/c'],
  ['{"a":1,"\\u0061":2}', 'duplicate_key', 7, '/a'],
  ['{"__proto__":1,"__proto__":2}', 'duplicate_key', 15, '/__proto__'],
  ['{"a/~":[0,1e999]}', 'number_too_large', 10, '/a~1~0/1'],
  ['[1e999,-1e999]', 'number_too_large', 1, '/0'],
  ['1e999', 'number_too_large', 0, ''],
])('%j is flawed: %s', (text, code, index, pointer) => {
  expect(find(text)).toEqual({ code, index, pointer })
})

test('what is no JSON at all comes before what is odd in it', () => {
  expect(find('{"a":1e999,"a":2')).toMatchObject({ code: 'bad_json', index: 16 })
})

const anyOf = (characters: string) => fc.constantFrom(...characters.split(''))

/** True where `JSON.parse` takes a text. */
function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('it takes what JSON.parse takes, and nothing else', () => {
  const near = fc
    .tuple(fc.json(), fc.nat(), anyOf('{}[]",:\\\u0000\u00a0 eE+-.019tn\n'), fc.nat(2))
    .map(([json, at, character, cut]) => {
      const place = at % (json.length + 1)
      return json.slice(0, place) + character + json.slice(place + cut)
    })
  const soup = fc.string({ unit: anyOf('{}[]",:\\ue1.-0tan ') })
  fc.assert(
    fc.property(fc.oneof(near, soup, fc.json(), fc.string()), (text) => {
      expect(findJsonFlaw(text, 1e6)?.code === 'bad_json').toBe(!parses(text))
    }),
    { numRuns: 2000 },
  )
})
