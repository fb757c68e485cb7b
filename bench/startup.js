/**
 * CPU time of starting hookstep against `node -e 0`, as ratios of one run. Needs a build, and bash for the CPU
 * time of one child.
 *
 *     node bench/startup.js [rounds]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTimed } from './lib/cpu-time.js'
import { BIN, NODE } from './lib/paths.js'
import { printBar, printTable, times } from './lib/print.js'
import { inTurns, medianOf, ratioOf } from './lib/rounds.js'
import { startPeer } from './lib/servers.js'
import { endAfter } from './lib/time-limit.js'

const ROUNDS = Number(process.argv[2] ?? 7)
const RUNS_PER_ROUND = 10
const BAR = 1.15
const FLOOR = 'node -e 0'

endAfter(300)
const folder = mkdtempSync(join(tmpdir(), 'hookstep-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
/** What Node itself asks of a program that is a module. */
const emptyModule = join(folder, 'empty.mjs')
writeFileSync(emptyModule, '')
const endpoint = await startPeer('bare')
const SUBJECTS = {
  [FLOOR]: '-e 0',
  'node empty.mjs': `'${emptyModule}'`,
  'hookstep --version': `'${BIN}' --version`,
  'hookstep --help': `'${BIN}' --help`,
  'hookstep send': `'${BIN}' send ID_VALIDATION_FINISHED '${endpoint.url}'`,
}

async function startOften(name) {
  const command = `'${NODE}' ${SUBJECTS[name]} >/dev/null 2>&1`
  const { cpuMs } = await runTimed(
    `for i in $(seq ${RUNS_PER_ROUND}); do ${command} || exit 1; done`,
  )
  return cpuMs / RUNS_PER_ROUND
}

const measured = await inTurns(Object.keys(SUBJECTS), ROUNDS, startOften)
await endpoint.close()
const same = (cpuMs) => cpuMs
const ratio = (name) => ratioOf(measured[name], measured[FLOOR], same)
printTable(
  `Start-up: CPU time, medians of ${ROUNDS} rounds of ${RUNS_PER_ROUND} runs`,
  ['', 'ms', 'ratio'],
  Object.entries(measured).map(([name, rounds]) => [
    `\`${name}\``,
    medianOf(rounds, same).toFixed(1),
    times(ratio(name)),
  ]),
)
printBar(`--version at most ${BAR}x`, ratio('hookstep --version') <= BAR)
