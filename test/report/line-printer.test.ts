import { expect, test } from 'vitest'
import { createLinePrinter } from '../../src/report/line-printer.ts'
import { MemoryStream } from '../helpers/test-context.ts'

function printerTo(stream: MemoryStream) {
  const renderSkipped = (lines: number): string => `skipped ${lines}\n`
  return createLinePrinter(stream, { mostBytes: 10, renderSkipped })
}

test('what finds no room while the reader pauses is skipped and counted, and told as soon as it reads (L13)', () => {
  const stream = new MemoryStream()
  const printer = printerTo(stream)
  stream.pause()
  for (const line of ['aaaa\n', 'bbbb\n', 'cccc\n', 'dd\ndd\n']) printer.print(line)
  expect(stream.text).toBe('aaaa\nbbbb\n')
  stream.resume()
  printer.print('ee\n')
  expect(stream.text).toBe('aaaa\nbbbb\nskipped 3\nee\n')
})

test('the last words are printed even to a reader who pauses, after what was skipped', () => {
  const stream = new MemoryStream()
  const printer = printerTo(stream)
  stream.pause()
  for (const line of ['aaaaaaaaa\n', 'b\n', 'c\n']) printer.print(line)
  printer.printLast('the end\n')
  expect(stream.text).toBe('aaaaaaaaa\nskipped 2\nthe end\n')
  stream.resume()
  expect(stream.text).toBe('aaaaaaaaa\nskipped 2\nthe end\n')
})
