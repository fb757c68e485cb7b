import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonFlaw } from '../../src/contract/json-flaw.ts'
import { parsePlainJson } from '../../src/contract/plain-json.ts'

const PLAIN = [
  '{"interviewId":"5f8d","onboardingStatus":"EXPIRED"}',
  ' { "a" : "ü \u2028 😀" , "b":"" }\r\n\t',
  '{"a":"b: {\'c\', [1e999]}"}',
  '{"":""}',
  '{}',
]

test.each(PLAIN)('a flat object of strings is read: %j', (text) => {
  expect(parsePlainJson(text)).toEqual(JSON.parse(text))
})

test('a name that every object has is a name like others', () => {
  const fields = parsePlainJson('{"__proto__":"a","constructor":"b"}')
  expect(Object.entries(fields ?? {})).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ])
})

test.each([
  ['a key that was sent twice', '{"a":"b","a":"c"}'],
  ['__proto__ sent twice', '{"__proto__":"b","__proto__":"c"}'],
  ['an escape', '{"a":"\\u0062"}'],
  ['an escaped quote', '{"a":"\\""}'],
  ['a number', '{"a":1e999}'],
  ['null', '{"a":null}'],
  ['an object inside', '{"a":{}}'],
  ['a list', '["a"]'],
  ['a string', '"{}"'],
  ['null alone', 'null'],
  ['no JSON', '{"a":"b"'],
  ['nothing', ''],
  ['one that is long', `{"a":"${'b'.repeat(4096)}"}`],
])('it leaves to others: %s', (_name, text) => {
  expect(parsePlainJson(text)).toBeNull()
})

/** Texts that come near: members that are often alike, of every kind, with space between. */
const name = fc.constantFrom('"a"', '"b"', '"__proto__"', '""', '"é"', '"\\u0061"')
const value = fc.oneof(
  name,
  fc.constantFrom('1', '1e999', 'null', '{}', '["a"]', '{"a":"a","a":""}'),
)
const member = fc.tuple(name, value).map(([key, each]) => `${key} :${each}`)
const near = fc.array(member, { maxLength: 5 }).map((members) => `{${members.join(', ')}}`)

test('what it reads is what JSON.parse reads, and has no flaw', () => {
  fc.assert(
    fc.property(near, (text) => {
      const fields = parsePlainJson(text)
      if (fields === null) return
      expect(findJsonFlaw(text, 8)).toBeNull()
      expect(fields).toEqual(JSON.parse(text))
    }),
    { numRuns: 2000 },
  )
})
