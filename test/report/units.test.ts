import { expect, test } from 'vitest'
import { byteSize, fineDuration, longDuration, shortId } from '../../src/report/text/units.ts'

test.each([
  [10_000, '10 s'],
  [89_000, '89 s'],
  [119_000, '2 min'],
  [3_600_000, '1 h'],
  [3 * 3_600_000 + 125_000, '3 h 2 min'],
])('%d ms are %s', (ms, text) => {
  expect(longDuration(ms)).toBe(text)
})

test.each([
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1024 ** 2, '1.0 MiB'],
  [74.5 * 1024 ** 3, '74.5 GiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(byteSize(bytes)).toBe(text)
})

test.each([
  [0, '< 1 ms'],
  [0.99, '< 1 ms'],
  [1.44, '1.4 ms'],
  [9.96, '10 ms'],
  [12.4, '12 ms'],
  [1240, '1.2 s'],
])('%d ms, told closely, are %s', (ms, text) => {
  expect(fineDuration(ms)).toBe(text)
})

test.each([
  ['0123456789ab', '89ab'],
  ['x y', ' x y'],
  ['a.b:c', '.b:c'],
  ['señor', 'eñor'],
  ['1', '   1'],
  ['a\u001b\u009b\u202eb', '???b'],
  ['ab\ufeff\u00ad漢', 'b???'],
])('the short form of the id %j is %j', (id, short) => {
  expect(shortId(id)).toBe(short)
})
