/**
 * Where the CPU time of a hot path goes, by part of the house and by function: a bundle that is not minified runs
 * under Node's own profiler, `listen` while wrk posts, or `load` against an endpoint that answers 204.
 *
 *     node bench/profile.js [listen|load] [seconds] [flags]
 *
 * Without flags, `listen` keeps its journal and prints nothing, and `load` has 50 sessions in flight.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuMsOf } from './lib/cpu-time.js'
import { DRIVERS } from './lib/drivers.js'
import { runLoad } from './lib/load-tools.js'
import { NODE, ROOT } from './lib/paths.js'
import { printTable } from './lib/print.js'
import { readProfile, sumBy } from './lib/read-profile.js'
import { newFile, startListen, startPeer } from './lib/servers.js'
import { endAfter } from './lib/time-limit.js'

const [SUBJECT = 'listen', SECONDS_TEXT = '10', ...ASKED] = process.argv.slice(2)
const SECONDS = Number(SECONDS_TEXT)
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

async function profileListen(bin, nodeFlags) {
  const flags = ASKED.length > 0 ? ASKED : ['--journal', newFile('journal.ndjson')]
  const receiver = await startListen(flags, { nodeFlags, bin })
  const { url, pid } = receiver
  const warmUp = await DRIVERS.wrk({ url, connections: 50, seconds: WARM_UP_SECONDS })
  const measured = await DRIVERS.wrk({ url, connections: 50, seconds: SECONDS })
  const cpuMs = cpuMsOf(pid)
  await receiver.close()
  return { cpuMs, count: warmUp.answers + measured.answers }
}

async function profileLoad(bin, nodeFlags) {
  const endpoint = await startPeer('bare')
  const flags = ASKED.length > 0 ? ASKED : ['--concurrency', '50']
  const how = [...flags, '--duration', `${SECONDS}s`].join(' ')
  const { cpuMs, attempts } = await runLoad(endpoint.url, how, { bin, nodeFlags })
  await endpoint.close()
  return { cpuMs, count: attempts }
}

async function run() {
  const profiles = join(folder, 'profiles')
  mkdirSync(profiles)
  const nodeFlags = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', '200']
  const profile = SUBJECT === 'load' ? profileLoad : profileListen
  const spent = await profile(readableCopy(), nodeFlags)
  const [file] = readdirSync(profiles)
  const frames = readProfile(JSON.parse(readFileSync(join(profiles, file), 'utf8')))
  return { frames, ...spent }
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
  `\n${[SUBJECT, ...ASKED].join(' ')}: ${count} notifications, ${((cpuMs * 1000) / count).toFixed(0)} µs of CPU each with all threads`,
)
show('By part', sumBy(busy, 'part'), totalUs, count)
show('By function', sumBy(busy, 'name'), totalUs, count)
