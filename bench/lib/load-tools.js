import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runTimed } from './cpu-time.js'
import { BIN, endPath, NODE } from './paths.js'

const AUTOCANNON = fileURLToPath(
  new URL('../node_modules/autocannon/autocannon.js', import.meta.url),
)
const BODY = JSON.stringify({
  interviewId: '6543210fedcba9876543210f',
  externalCustomerId: 'Customer#0001',
  onboardingStatus: 'ID_VALIDATION_FINISHED',
})
const JSON_TYPE = 'application/json'
const WITH_BODY = `-H 'content-type: ${JSON_TYPE}' -b '${BODY}'`

/** True where this hookstep has the command `load`. */
export function hasLoad() {
  const { stdout } = spawnSync(NODE, [BIN, '--help'], { encoding: 'utf8' })
  return /^ +load\b/m.test(stdout)
}

/** Runs `load` with these flags and gives its summary, and the CPU time it took, in milliseconds. */
export async function runLoad(url, flags, { bin = BIN, nodeFlags = [] } = {}) {
  const program = `'${NODE}' ${nodeFlags.join(' ')} '${bin}'`
  const { stdout, cpuMs } = await runTimed(`${program} load '${url}' --json ${flags}`)
  const records = stdout.trim().split('\n')
  const summary = JSON.parse(records.at(-1))
  if (summary.type !== 'summary') throw new Error(`no summary of load: ${records.at(-1)}`)
  if (summary.rejected > 0) throw new Error(`${summary.rejected} rejected: load ${flags}`)
  return { ...summary, cpuMs }
}

/**
 * Tools that make as much load as they can, with so many requests in flight for so many seconds. Each but `load`
 * sends one and the same body, and judges nothing.
 */
export const LOAD_TOOLS = {
  autocannon: async (url, inFlight, seconds) => {
    const how = `-j -c ${inFlight} -d ${seconds} -m POST ${WITH_BODY}`
    const { stdout, cpuMs } = await runTimed(
      `'${NODE}' '${AUTOCANNON}' ${how} '${url}' 2>/dev/null`,
    )
    const result = JSON.parse(stdout)
    const failed = result.non2xx + result.errors + result.timeouts
    return figuresOf({ answers: result['2xx'], seconds: result.duration, failed, cpuMs })
  },
  load: async (url, inFlight, seconds) => {
    const flags = `--concurrency ${inFlight} --duration ${seconds}s`
    const { attempts, durationMs, rejected, cpuMs } = await runLoad(url, flags)
    return figuresOf({ answers: attempts, seconds: durationMs / 1000, failed: rejected, cpuMs })
  },
  wrk: async (url, inFlight, seconds) => {
    const how = `-t1 -c${inFlight} -d${seconds}s -s '${endPath('fixed.lua')}'`
    const { stdout, cpuMs } = await runTimed(`wrk ${how} '${url}'`)
    return figuresOf({ ...JSON.parse(stdout.trim().split('\n').at(-1)), cpuMs })
  },
  hey: async (url, inFlight, seconds) => {
    const how = `-c ${inFlight} -z ${seconds}s -m POST -T ${JSON_TYPE} -d '${BODY}'`
    const { stdout, cpuMs } = await runTimed(`hey ${how} '${url}'`)
    const [, answers] = /\[204\]\s+(\d+) responses/.exec(stdout)
    const [, total] = /Total:\s+([\d.]+) secs/.exec(stdout)
    return figuresOf({ answers: Number(answers), seconds: Number(total), failed: 0, cpuMs })
  },
}

function figuresOf({ answers, seconds, failed, cpuMs }) {
  if (failed > 0) throw new Error(`${failed} requests failed`)
  return { rate: answers / seconds, cpuUs: (cpuMs * 1000) / answers }
}
