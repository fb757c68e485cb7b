/**
 * All benchmarks, one after another: tables of ratios of this run, and the promises that they hold or miss.
 *
 *     npm run bench -- [--long] [startup] [install] [receiver] [memory] [load] [forward] [tunnel]
 *
 * Exit code 1 where a promise was missed or a benchmark failed. Needs a build.
 */
import { spawnSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'

const BENCHMARKS = ['startup', 'install', 'receiver', 'memory', 'load', 'forward', 'tunnel']
const asked = process.argv.slice(2)
const isLong = asked.includes('--long')
const named = asked.filter((word) => !word.startsWith('--'))
const unknown = named.find((name) => !BENCHMARKS.includes(name))
if (unknown !== undefined)
  throw new Error(`no benchmark is called ${unknown}: ${BENCHMARKS.join(', ')}`)

const [{ model }] = cpus()
const [busy] = loadavg()
console.log(
  `${new Date().toISOString()}, Node ${process.version}, ${cpus().length} x ${model}, load before: ${busy.toFixed(1)}`,
)
for (const name of named.length === 0 ? BENCHMARKS : named) {
  const program = fileURLToPath(new URL(`${name}.js`, import.meta.url))
  const args = name === 'memory' && isLong ? ['--long'] : []
  const { status } = spawnSync(process.execPath, [program, ...args], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
