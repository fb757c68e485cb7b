import { expect, test } from 'vitest'
import { LineSplitter } from '../../../src/tunnel/command/line-splitter.ts'

test('lines are given when they have ended, however they end', () => {
  const splitter = new LineSplitter()
  expect(splitter.split('a')).toEqual([])
  expect(splitter.rest).toBe('a')
  expect(splitter.split('b\r\nc\n\n \rd')).toEqual(['ab', 'c'])
  expect(splitter.rest).toBe('d')
})

test('a line without an end does not grow for ever', () => {
  const splitter = new LineSplitter()
  for (let index = 0; index < 100; index += 1) splitter.split('x'.repeat(1000))
  expect(splitter.rest).toHaveLength(4096)
  expect(splitter.split('\n')).toEqual(['x'.repeat(4096)])
})
