import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { until } from '../tunnel/rig.ts'
import { liveInGroup } from '../tunnel/ways/processes.ts'

const BIN = builtCopy()
const FORWARDER = fileURLToPath(new URL('../tunnel/ways/forwarder.js', import.meta.url))

/** Starts listen with a tunnel program; gives both when the public URL has answered. */
async function startListening(before = '') {
  const file = join(makeTempDir(), 'group')
  const program = `echo $$ > ${file}; ${before} exec ${process.execPath} ${FORWARDER} {port} 0`
  const args = ['listen', '--port', '0', '--no-journal', '--json']
  const tunnel = ['--tunnel', 'command', '--tunnel-command', program]
  const child = spawn(process.execPath, [BIN, ...args, ...tunnel], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('"ready"')) break
  }
  const group = Number(readFileSync(file, 'utf8'))
  expect(liveInGroup(group).length).toBeGreaterThanOrEqual(1)
  return { child, group }
}

test.each([
  ['SIGINT', 0],
  ['SIGTERM', 143],
] as const)('%s ends listen and its tunnel program', async (signal, exitCode) => {
  const { child, group } = await startListening()
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([exitCode, null])
  await until(() => liveInGroup(group).length === 0)
})

test('a second Ctrl+C does not leave a program that ignores the first one', async () => {
  const { child, group } = await startListening("trap '' TERM; (while :; do sleep 1; done) &")
  child.kill('SIGINT')
  child.kill('SIGINT')
  await once(child, 'exit')
  await until(() => liveInGroup(group).length === 0)
})

test.each(['SIGKILL', 'SIGHUP'] as const)(
  'listen that %s ends leaves no tunnel program behind',
  async (signal) => {
    const { child, group } = await startListening()
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([null, signal])
    await until(() => liveInGroup(group).length === 0)
  },
)
