import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { postOften } from '../helpers/post-often.ts'
import { hasScript } from '../helpers/pseudo-terminal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'

/** A terminal that closes, with the session of the shell that ran in it: who ends `script` closes its master side. */

const BIN = builtCopy()
const LISTEN = 'listen --port 0 --tunnel none'

/** Starts hookstep in a terminal; its exit code goes through a pipe that the terminal has nothing to do with. */
function openTerminal(command: string) {
  const state = makeTempDir()
  const pipe = join(makeTempDir(), 'exit-code')
  execFileSync('mkfifo', [pipe])
  // The outer shell is the one that the terminal belongs to: with it, everything in the foreground gets SIGHUP.
  const inner = `trap : HUP; ${command}; echo $? > ${pipe}`
  const child = spawn('script', ['-qfec', `sh -c '${inner}'; :`, '/dev/null'], {
    cwd: state,
    env: {
      PATH: process.env['PATH'] ?? '',
      TERM: 'xterm',
      SHELL: '/bin/sh',
      XDG_STATE_HOME: state,
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let screen = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text))
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(screen)) await once(child.stdout, 'data')
    return pattern.exec(screen)?.[1] ?? ''
  }
  const close = async (): Promise<void> => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const exitCode = async (): Promise<string> => (await readFile(pipe, 'utf8')).trim()
  return { state, until, close, exitCode }
}

test.runIf(hasScript).each([
  ['listen with its live view', LISTEN, /waiting for/],
  ['listen that prints lines', `${LISTEN} --output compact`, /Ready/],
  ['listen that prints JSON', `${LISTEN} --json`, /"ready"/],
  ['relay', 'relay --port 0', /Ready/],
  ['a question of the wizard', 'init', /URL of/],
])(
  'a terminal that closes ends %s in good order: exit 129, nothing left',
  async (_, args, ready) => {
    const terminal = openTerminal(`"${process.execPath}" "${BIN}" ${args}`)
    await terminal.until(ready)
    await terminal.close()
    expect(await terminal.exitCode()).toBe('129')
    expect(
      readdirSync(terminal.state, { recursive: true }).filter((name) => name !== 'hookstep'),
    ).toEqual([])
  },
)

test.runIf(hasScript)('listen that nohup started goes on when its terminal closes', async () => {
  const output = join(makeTempDir(), 'output')
  execFileSync('mkfifo', [output])
  const listen = `nohup "${process.execPath}" "${BIN}" ${LISTEN} --json > ${output} 2> /dev/null`
  const terminal = openTerminal(listen)
  const [line] = (await once(createInterface(createReadStream(output)), 'line')) as [string]
  const { url, pid } = JSON.parse(line) as { url: string; pid: number }
  await terminal.close()
  // Once more, and surely before what comes next.
  process.kill(pid, 'SIGHUP')
  expect((await postOften(url, 3)).statuses).toEqual({ 204: 3 })
  process.kill(pid, 'SIGTERM')
  expect(await terminal.exitCode()).toBe('143')
})
