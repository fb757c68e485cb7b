import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harmless, toJsonLine, visibleText } from '../../src/report/harmless.ts'

test.each([
  ['\u001b]52;c;AAAA\u0007', '\\x1b]52;c;AAAA\\x07'],
  ['\u001b[2J', '\\x1b[2J'],
  ['a\rb\nc\td', 'a\\x0db\\x0ac\\x09d'],
  ['\u009b2J\u007f', '\\x9b2J\\x7f'],
  ['a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['\ud800', '\\ud800'],
  ['zażółć 漢字 😀', 'zażółć 漢字 😀'],
])('%j is shown as %j', (text, shown) => {
  expect(harmless(text)).toBe(shown)
})

test('a long value is cut at 200 characters', () => {
  expect(harmless('x'.repeat(1_000_000))).toBe(`${'x'.repeat(199)}…`)
  expect(harmless('x'.repeat(200))).toHaveLength(200)
})

test('nothing that a terminal acts on is left, and JSON stays the same JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(harmless(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
      const line = toJsonLine({ text }, (same) => same)
      expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028]/)
      expect(JSON.parse(line)).toEqual({ text })
    }),
  )
})

test('of a JSON line only strings are redacted, and never the words that a program reads', () => {
  const redact = (text: string): string => text.replaceAll(/attempt|123456/g, '…')
  const line = toJsonLine({ type: 'attempt', seed: 123456, attempt: 1, list: ['attempt'] }, redact)
  expect(JSON.parse(line)).toEqual({ type: 'attempt', seed: 123456, attempt: 1, list: ['…'] })
})

test('a text for a page keeps its length, its line breaks and its tabs, and nothing else of that kind', () => {
  expect(visibleText('a\r\n\tb\u001b[2J\u202e\ud800c')).toBe('a\\x0d\n\tb\\x1b[2J\\u202e\\ud800c')
  expect(visibleText('x'.repeat(5000))).toHaveLength(5000)
})
