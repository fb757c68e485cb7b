import { expect, test } from 'vitest'
import { createInterviewIds } from '../../src/delivery/interview-id.ts'

const NOW = new Date(0x65_00_00_01 * 1000)

test('ids from one draw have the form of the vendor, and count on', () => {
  const makeId = createInterviewIds({ bytes: () => Uint8Array.of(1, 2, 3, 4, 5, 0, 0, 9) })
  expect([makeId(NOW), makeId(NOW), makeId(new Date(NOW.getTime() + 1000))]).toEqual([
    '65000001010203040500000a',
    '65000001010203040500000b',
    '65000002010203040500000c',
  ])
})

test('the count goes round', () => {
  const makeId = createInterviewIds({ bytes: (count) => new Uint8Array(count).fill(255) })
  expect([makeId(NOW), makeId(NOW)]).toEqual([
    '65000001ffffffffff000000',
    '65000001ffffffffff000001',
  ])
})
