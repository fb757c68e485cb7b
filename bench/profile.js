/**
 * Where the receiver's CPU time goes, by part of the house and by function: a bundle that is not minified runs
 * under Node's own profiler while wrk posts.
 *
 *     node bench/profile.js [seconds] [flags of listen]
 *
 * Without flags, `listen` keeps its journal and prints nothing.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuMsOf } from './lib/cpu-time.js'
import { DRIVERS } from './lib/drivers.js'
import { NODE, ROOT } from './lib/paths.js'
import { printTable } from './lib/print.js'
import { readProfile, sumBy } from './lib/read-profile.js'
import { newFile, startListen } from './lib/servers.js'
import { endAfter } from './lib/time-limit.js'

const SECONDS = Number(process.argv[2] ?? 10)
const asked = process.argv.slice(3)
const FLAGS = asked.length > 0 ? asked : ['--journal', newFile('journal.ndjson')]
const WARM_UP_SECONDS = 2
const MOST_ROWS = 25

/** As it is installed, but with names and lines as they were written. */
function readableCopy() {
  for (const name of ['bin', 'fixtures', 'schemas', 'package.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  }
  const args = ['scripts/build.js', join(folder, 'dist'), '--readable']
  const { status, stderr } = spawnSync(NODE, args, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return join(folder, 'bin', 'hookstep.js')
}

async function run() {
  const profiles = join(folder, 'profiles')
  mkdirSync(profiles)
  const nodeFlags = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', '200']
  const receiver = await startListen(FLAGS, { nodeFlags, bin: readableCopy() })
  const { url, pid } = receiver
  const warmUp = await DRIVERS.wrk({ url, connections: 50, seconds: WARM_UP_SECONDS })
  const measured = await DRIVERS.wrk({ url, connections: 50, seconds: SECONDS })
  const cpuMs = cpuMsOf(pid)
  await receiver.close()
  const [file] = readdirSync(profiles)
  const frames = readProfile(JSON.parse(readFileSync(join(profiles, file), 'utf8')))
  return { frames, cpuMs, count: warmUp.answers + measured.answers }
}

function show(title, sums, totalUs, count) {
  printTable(
    title,
    ['', 'share', 'µs each'],
    sums
      .slice(0, MOST_ROWS)
      .map(([name, us]) => [
        name.replaceAll('|', '\\|'),
        `${((100 * us) / totalUs).toFixed(1)} %`,
        (us / count).toFixed(2),
      ]),
  )
}

endAfter(120)
const folder = mkdtempSync(join(tmpdir(), 'hookstep-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const { frames, cpuMs, count } = await run()
const busy = frames.filter(({ name }) => name !== '(idle)')
const totalUs = busy.reduce((sum, { us }) => sum + us, 0)
console.log(
  `\nlisten ${FLAGS.join(' ')}: ${count} notifications, ${((cpuMs * 1000) / count).toFixed(0)} µs of CPU each with all threads`,
)
show('By part', sumBy(busy, 'part'), totalUs, count)
show('By function', sumBy(busy, 'name'), totalUs, count)
