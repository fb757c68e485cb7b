import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'

/** Linux counts the CPU time of a process in hundredths of a second, on every machine that Node runs on. */
const TICKS_PER_SECOND = 100

/** User and system time of a running process so far, in milliseconds (Linux). */
export function cpuMsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name of the program, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND
}

/**
 * Runs a command of the shell and gives what it printed, and the CPU time of it and its children in
 * milliseconds, as the shell's `times` has it. Rejects where it fails.
 */
export async function runTimed(command) {
  const child = spawn('bash', ['-c', `${command}; code=$?; times >&3; exit $code`], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  })
  const [stdout, timesText, code] = await Promise.all([
    text(child.stdout),
    text(child.stdio[3]),
    new Promise((resolve) => child.once('exit', resolve)),
  ])
  if (code !== 0) throw new Error(`exit code ${code}: ${command}\n${stdout}`)
  const [, children] = timesText.trim().split('\n')
  return { stdout, cpuMs: children.split(' ').reduce((sum, each) => sum + toMs(each), 0) }
}

function toMs(spent) {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(spent)
  return Number(minutes) * 60_000 + Number(seconds) * 1000
}
