import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test, type TestContext } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { until } from '../tunnel/rig.ts'
import { liveInGroup } from '../tunnel/ways/processes.ts'

const BIN = builtCopy()
const FORWARDER = fileURLToPath(new URL('../tunnel/ways/forwarder.js', import.meta.url))

/** Starts listen with a tunnel program; gives both when the public URL has answered. */
async function startListening({ onTestFinished }: TestContext, before = '') {
  // Beside the built copy: it is removed with it.
  const file = join(dirname(BIN), `group-${randomUUID()}`)
  const program = `echo $$ > ${file}; ${before} exec ${process.execPath} ${FORWARDER} {port} 0`
  const args = ['listen', '--port', '0', '--no-journal', '--json']
  const tunnel = ['--tunnel', 'command', '--tunnel-command', program]
  const child = spawn(process.execPath, [BIN, ...args, ...tunnel], {
    // This suite may run under nohup, which names itself there.
    env: { ...process.env, _: '' },
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

test.concurrent.for([
  ['SIGINT', 0],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends listen and its tunnel program', async ([signal, exitCode], context) => {
  const { child, group } = await startListening(context)
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([exitCode, null])
  await until(() => liveInGroup(group).length === 0)
})

test.concurrent('a second Ctrl+C does not leave a program that ignores the first one', async (context) => {
  const { child, group } = await startListening(
    context,
    "trap '' TERM; (while :; do sleep 1; done) &",
  )
  child.kill('SIGINT')
  child.kill('SIGINT')
  await once(child, 'exit')
  await until(() => liveInGroup(group).length === 0)
})

test.concurrent('listen that SIGKILL ends leaves no tunnel program behind', async (context) => {
  const { child, group } = await startListening(context)
  child.kill('SIGKILL')
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
  await until(() => liveInGroup(group).length === 0)
})
