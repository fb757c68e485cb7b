import { expect, test } from 'vitest'
import { cutShort, reasonOf } from '../../src/tunnel/reason.ts'

test.each([
  ['as long as it may be', 'x'.repeat(200), 'x'.repeat(200)],
  ['too long', 'x'.repeat(1000), `${'x'.repeat(200)}…`],
  ['cut inside a surrogate pair', `${'x'.repeat(199)}😀y`, `${'x'.repeat(199)}…`],
  ['cut after a surrogate pair', `${'x'.repeat(198)}😀y`, `${'x'.repeat(198)}😀…`],
])('a text that is %s', (_name, text, expected) => {
  expect(cutShort(text)).toBe(expected)
})

test.each([
  [new Error('because'), 'because'],
  [new AggregateError([new Error('first'), new Error('second')]), 'first'],
  [new AggregateError([new Error('first')], 'all failed'), 'all failed'],
  ['a string', 'a string'],
])('the reason of %s is %j', (thrown, expected) => {
  expect(reasonOf(thrown)).toBe(expected)
})
