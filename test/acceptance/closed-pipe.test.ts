import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { postOften } from '../helpers/post-often.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { readSeqs } from '../journal/rig.ts'

const BIN = builtCopy()

test.each([
  ['SIGINT', 0],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  'listen goes on when its reader has gone (| head -1), keeps everything, and ends with %s (C7)',
  async (signal, exitCode) => {
    const journal = join(makeTempDir(), 'j.ndjson')
    const args = ['listen', '--port', '0', '--tunnel', 'none', '--json', '--journal', journal]
    // This suite may run under nohup, which names itself there.
    const env = { ...process.env, _: '' }
    const child = spawn(process.execPath, [BIN, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    child.stdout.destroy()
    const { url } = JSON.parse(line) as { url: string }
    expect((await postOften(url, 500)).statuses).toEqual({ 204: 500 })
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([exitCode, null])
    expect(await readSeqs(journal)).toHaveLength(500)
  },
)
