import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BIN, endPath, NODE } from './paths.js'

/** Journals are written here: on a disk, or their price is not the real one. */
const FOLDER = mkdtempSync(join(tmpdir(), 'hookstep-bench-'))
const running = new Set()
/** Programs that may have a shell around them, and would outlive it. */
const inShells = new Set()

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  for (const pid of inShells) endProgram(pid)
  rmSync(FOLDER, { recursive: true, force: true })
})

/** A new file of this run's folder, which goes away with it. */
export function newFile(name) {
  return join(mkdtempSync(join(FOLDER, 'run-')), name)
}

/** Starts a program that is killed when the benchmark ends before it. */
export function startProgram(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Starts `bench/ends/NAME.js` in a process of its own and gives its URL and its pid. */
export async function startPeer(name) {
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
  const child = startProgram(NODE, [endPath(`${name}.js`)], { stdio })
  const [url] = await Promise.race([once(child, 'message'), endOf(child, name)])
  return { url, pid: child.pid, close: async () => closeChild(child) }
}

/**
 * Starts `hookstep listen` with these flags and no tunnel, as an installed one is started, and gives its URL
 * and its pid. What a `compact` one prints goes through a pipe to a program that throws it away; a `json` one's
 * is on the standard output of its `child`.
 */
export async function startListen(
  flags,
  { output = 'quiet', nodeFlags = [], isAsked = false, bin = BIN } = {},
) {
  const readyFile = newFile('ready.json')
  const written = untilWritten(readyFile)
  const shown = output === 'json' ? ['--json'] : ['--output', output]
  const listen = ['listen', '--tunnel', 'none', '--port', '0', ...shown]
  const args = [...nodeFlags, bin, ...listen, '--ready-file', readyFile, ...flags]
  // What it says by the way is for a person; the tables are not to be torn by it.
  const log = newFile('stderr.log')
  const stdout = output === 'json' ? 'pipe' : 'ignore'
  const stdio = ['ignore', stdout, openSync(log, 'w'), ...(isAsked ? ['ipc'] : [])]
  const child =
    output === 'compact'
      ? startProgram('bash', ['-c', '"$0" "$@" | cat >/dev/null', NODE, ...args], { stdio })
      : startProgram(NODE, args, { stdio })
  const { url, pid } = await Promise.race([written, endOf(child, 'listen', log)])
  inShells.add(pid)
  child.once('exit', () => inShells.delete(pid))
  return { url, pid, child, close: async () => closeChild(child, pid) }
}

function endOf(child, name, log) {
  const ended = once(child, 'exit').then(([code]) => {
    const said = log === undefined ? '' : `: ${readFileSync(log, 'utf8')}`
    throw new Error(`${name} ended with ${code}${said}`)
  })
  ended.catch(() => {})
  return ended
}

function endProgram(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** What is in a file that appears whole: it is renamed into its place. */
async function untilWritten(file) {
  return new Promise((resolve) => {
    const watcher = watch(join(file, '..'), () => {
      if (!existsSync(file)) return
      watcher.close()
      resolve(JSON.parse(readFileSync(file, 'utf8')))
    })
  })
}

/** SIGTERM to the program itself: where a shell is around it, that ends by itself then. */
async function closeChild(child, pid = child.pid) {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  process.kill(pid, 'SIGTERM')
  await ended
}
