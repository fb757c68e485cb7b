import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { startEndpoint } from '../helpers/endpoint.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

const BIN = builtCopy()

/** The writing end of a pipe that is full, and that nobody reads. */
function openFullPipe(): number {
  const path = join(makeTempDir(), 'full')
  execFileSync('mkfifo', [path])
  const filler = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  onTestFinished(() => closeSync(filler))
  for (const size of [4096, 1]) {
    while (isWritten(filler, Buffer.alloc(size, 'x'))) continue
  }
  return openSync(path, constants.O_WRONLY)
}

function isWritten(fd: number, bytes: Uint8Array): boolean {
  try {
    return writeSync(fd, bytes) > 0
  } catch {
    return false
  }
}

test.each(['1', '2'])(
  'a second Ctrl+C ends load with %s workers at once, though the reader of its summary waits',
  async (workers) => {
    const { url } = await startEndpoint((response, _, index) => {
      response.once('close', () => index === 0 && interrupt())
      if (index === 3) interrupt()
    })
    const stdout = openFullPipe()
    const options = ['--workers', workers, '--sessions', '100', '--concurrency', '4', '--json']
    const child = spawn(process.execPath, [BIN, 'load', url, ...options], {
      stdio: ['ignore', stdout, 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    closeSync(stdout)
    const interruptedMs: number[] = []
    const interrupt = (): void => {
      interruptedMs.push(performance.now())
      child.kill('SIGINT')
    }
    expect(await once(child, 'exit')).toEqual([130, null])
    expect(interruptedMs).toHaveLength(2)
    // It gives itself five seconds to end in good order.
    expect(performance.now() - (interruptedMs[1] ?? 0)).toBeLessThan(3000)
  },
  30_000,
)
