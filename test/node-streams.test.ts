import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { codeOf } from '../src/journal/journal-error.ts'
import { outputStream } from '../src/node-streams.ts'
import { makeTempDir } from './helpers/temp-dir.ts'
import { systemError } from './journal/rig.ts'

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
  stream.destroy(systemError('EPIPE'))
  await setImmediate()
  output.gather()
  expect([output.isGone, output.write('b'), output.backlogBytes]).toEqual([true, false, 0])
})

test.each([
  ['EPIPE', false, ''],
  ['ECONNRESET', false, ''],
  ['ENOSPC', false, 'ENOSPC'],
  ['EIO', false, 'EIO'],
  // A terminal that closed.
  ['EIO', true, ''],
])('%s (a terminal: %s) ends the printing, and is a failure: %s', async (code, isTTY, failure) => {
  const stream = Object.assign(new PassThrough(), { isTTY })
  const output = outputStream(() => stream as unknown as NodeJS.WriteStream)
  output.write('a')
  expect(output.failure).toBeNull()
  stream.destroy(systemError(code))
  await setImmediate()
  expect([output.isGone, output.write('b')]).toEqual([true, false])
  expect(codeOf(output.failure)).toBe(failure)
})

test('what goes to a file is whole there, or it failed', () => {
  const path = join(makeTempDir(), 'out')
  const fd = openSync(path, 'w')
  const stream = Object.assign(new PassThrough(), { fd })
  const output = outputStream(() => stream as unknown as NodeJS.WriteStream)
  expect([output.write('ä\n'), output.writeBytes(Buffer.from('b'))]).toEqual([true, true])
  expect(readFileSync(path, 'utf8')).toBe('ä\nb')
  closeSync(fd)
  expect([output.write('c'), output.isGone]).toEqual([false, true])
  expect(output.failure).toMatchObject({ code: 'EBADF' })
})
