import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { untilLaunched } from '../src/node-opener.ts'

function start(script: string): ChildProcess {
  const program = spawn('sh', ['-c', script], { stdio: 'ignore' })
  onTestFinished(() => void program.kill('SIGKILL'))
  return program
}

test('a program that finds nothing to open with has opened nothing', async () => {
  await expect(untilLaunched(start('exit 3'), 60_000)).rejects.toThrow(
    'the program for it ended with exit code 3',
  )
  const program = start('exit 4')
  await once(program, 'exit')
  await expect(untilLaunched(program, 60_000)).rejects.toThrow('exit code 4')
})

test('one that ends well, and one that goes on, have opened it', async () => {
  await untilLaunched(start('exit 0'), 60_000)
  await untilLaunched(start('exec sleep 60'), 50)
})
