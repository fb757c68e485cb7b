import { expect, test } from 'vitest'
import { longDuration } from '../../src/report/text/units.ts'

test.each([
  [10_000, '10 s'],
  [89_000, '89 s'],
  [119_000, '2 min'],
  [3_600_000, '1 h'],
  [3 * 3_600_000 + 125_000, '3 h 2 min'],
])('%d ms are %s', (ms, text) => {
  expect(longDuration(ms)).toBe(text)
})
