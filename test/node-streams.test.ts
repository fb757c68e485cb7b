import { setImmediate } from 'node:timers/promises'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { outputStream } from '../src/node-streams.ts'

/** An output stream, and what reaches the stream of Node behind it, write by write. */
function open() {
  const stream = new PassThrough()
  const writes: string[] = []
  stream.on('data', (chunk: Buffer) => writes.push(chunk.toString()))
  const output = outputStream(() => stream as unknown as NodeJS.WriteStream)
  return { output, writes }
}

test('what is written in one turn goes out together where that is asked for, and counts as waiting until then', async () => {
  const { output, writes } = open()
  for (const text of ['a\n', 'b\n', 'c\n']) {
    output.gather()
    output.write(text)
  }
  expect(output.backlogBytes).toBe(6)
  expect(writes).toEqual([])
  await setImmediate()
  expect(writes).toEqual(['a\nb\nc\n'])
  expect(output.backlogBytes).toBe(0)
  output.write('d\n')
  expect(writes).toEqual(['a\nb\nc\n', 'd\n'])
})

test('bytes, and the end of the backlog, come after what was gathered', async () => {
  const { output, writes } = open()
  output.gather()
  output.write('a')
  output.writeBytes(Buffer.from('b'))
  output.gather()
  output.write('c')
  await new Promise<void>((resolve) => output.onceDrained(resolve))
  expect(writes).toEqual(['a', 'b', 'c'])
})

test('nothing is written to a reader who went away', async () => {
  const stream = new PassThrough()
  const output = outputStream(() => stream as unknown as NodeJS.WriteStream)
  output.neverWait()
  output.gather()
  output.write('a')
  stream.destroy(new Error('EPIPE'))
  await setImmediate()
  output.gather()
  expect([output.isGone, output.write('b'), output.backlogBytes]).toEqual([true, false, 0])
})
