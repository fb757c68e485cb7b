import { expect, test } from 'vitest'
import { harmless, reasonOf } from '../../src/tunnel/harmless.ts'

test.each([
  ['plain text', 'plain text'],
  ['\u001b]52;c;x\u0007\u001b[2J', ']52;c;x [2J'],
  ['a\r\nb\u009bc\u202ed\u2028e', 'a b c d e'],
])('%j becomes harmless text', (text, expected) => {
  expect(harmless(text)).toBe(expected)
})

test('a long text is cut at 200 characters', () => {
  expect(harmless('x'.repeat(1000))).toBe(`${'x'.repeat(200)}...`)
})

test.each([
  [new Error('because'), 'because'],
  [new AggregateError([new Error('first'), new Error('second')]), 'first'],
  [new AggregateError([new Error('first')], 'all failed'), 'all failed'],
  ['a string', 'a string'],
])('the reason of %s is %j', (thrown, expected) => {
  expect(reasonOf(thrown)).toBe(expected)
})
