/**
 * CPU time of `hookstep --version` and `--help` against `node -e 0`, as ratios of one run: they are
 * measured in turns, so that whatever else the machine does hits all of them. Needs a build, and Linux
 * for the CPU time of one child (`/usr/bin/env time` is not everywhere; the shell's `times` is).
 *
 *     node bench/startup.js [rounds]
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROUNDS = Number(process.argv[2] ?? 20)
const RUNS_PER_ROUND = 10
const BAR = 1.25
const BIN = fileURLToPath(new URL('../bin/hookstep.js', import.meta.url))
const NODE = process.execPath
const SUBJECTS = {
  'node -e 0': `"${NODE}" -e 0`,
  'hookstep --version': `"${NODE}" "${BIN}" --version`,
  'hookstep --help': `"${NODE}" "${BIN}" --help`,
}

/** User and system time of `RUNS_PER_ROUND` runs, in milliseconds, as the shell's `times` has it. */
function cpuMs(command) {
  const loop = `for i in $(seq ${RUNS_PER_ROUND}); do ${command} >/dev/null || exit 1; done; times`
  const { status, stdout } = spawnSync('bash', ['-c', loop], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} failed`)
  const [, children] = stdout.trim().split('\n')
  return children.split(' ').reduce((sum, text) => sum + toMs(text), 0) / RUNS_PER_ROUND
}

function toMs(text) {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/.exec(text)
  return Number(minutes) * 60_000 + Number(seconds) * 1000
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

const measured = Object.fromEntries(Object.keys(SUBJECTS).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, command] of Object.entries(SUBJECTS)) measured[name].push(cpuMs(command))
}

const floor = measured['node -e 0']
console.log(`median of ${ROUNDS} rounds of ${RUNS_PER_ROUND} runs, CPU time`)
for (const [name, values] of Object.entries(measured)) {
  const ratio = median(values.map((value, round) => value / floor[round]))
  console.log(
    `${name.padEnd(20)} ${median(values).toFixed(1).padStart(6)} ms   ${ratio.toFixed(2)}x`,
  )
}
const ratio = median(measured['hookstep --version'].map((value, round) => value / floor[round]))
console.log(`bar: --version at most ${BAR}x: ${ratio <= BAR ? 'held' : 'missed'}`)
process.exitCode = ratio <= BAR ? 0 : 1
