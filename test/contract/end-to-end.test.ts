import { expect, test } from 'vitest'
import { endToEnd } from '../../src/contract/end-to-end.ts'

test('the headers of one connection do not go on, nor those that Connection names', () => {
  expect(
    endToEnd([
      ['A', '1'],
      ['HOST', 'x'],
      ['Connection', 'keep-alive, X-Hop'],
      ['connection', ' x-other '],
      ['x-hop', '2'],
      ['X-Other', '3'],
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '2'],
      ['Expect', '100-continue'],
    ]),
  ).toEqual([['A', '1']])
})

test('order, case and repeats are kept', () => {
  const headers = [
    ['X-B', '1'],
    ['x-a', '2'],
    ['X-b', '3'],
  ] as const
  expect(endToEnd(headers)).toEqual(headers)
})
