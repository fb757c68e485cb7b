import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { runTimed } from './cpu-time.js'
import { endPath, NODE } from './paths.js'

/** Sessions that no run before had: a receiver would call theirs repeated. */
function newRun() {
  return randomBytes(4).toString('hex')
}

/** True where this machine has the program. */
export function isInstalled(program) {
  return spawnSync('which', [program]).status === 0
}

/**
 * Load generators that post the notifications of many sessions at once, mostly in order. Each gives the
 * answers that came, the seconds it took, and how many were no 2xx or never came.
 */
export const DRIVERS = {
  wrk: async ({ url, connections, seconds }) =>
    drive(
      `wrk -t1 -c${connections} -d${seconds}s -s '${endPath('notify.lua')}' '${url}' -- ${newRun()}`,
    ),
  autocannon: async ({ url, connections, seconds }) =>
    drive(`'${NODE}' '${endPath('notify.js')}' '${url}' ${connections} ${newRun()} ${seconds}s`),
}

/** As many as a connection to the receiver takes; autocannon begins no new one. */
const MOST_ON_A_CONNECTION = 1000

/** So many notifications, whatever time they take. */
export async function postMany({ url, connections, count }) {
  const most = connections * MOST_ON_A_CONNECTION
  for (let left = count; left > 0; left -= most) {
    const amount = Math.min(left, most)
    await drive(`'${NODE}' '${endPath('notify.js')}' '${url}' ${connections} ${newRun()} ${amount}`)
  }
}

async function drive(command) {
  const { stdout, cpuMs } = await runTimed(command)
  const figures = JSON.parse(stdout.trim().split('\n').at(-1))
  if (figures.failed > 0) throw new Error(`${figures.failed} failed: ${command}`)
  return { ...figures, cpuMs }
}
