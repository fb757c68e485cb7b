/**
 * What an install brings: hookstep's own package against others of its kind, each into an empty folder, from
 * npm's cache (the first round, which fills it, is dropped). Needs a build.
 *
 *     node bench/install.js [rounds]
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './lib/paths.js'
import { printTable, times } from './lib/print.js'
import { inTurns, medianOf, ratioOf } from './lib/rounds.js'
import { endAfter } from './lib/time-limit.js'

const ROUNDS = Number(process.argv[2] ?? 5)
const FLAGS = ['--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock', '--no-save']
const MB = 1024 * 1024

endAfter(900)
const folder = mkdtempSync(join(tmpdir(), 'hookstep-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

function packOurselves() {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }))
  return join(folder, filename)
}

const SUBJECTS = {
  hookstep: packOurselves(),
  'smee-client': 'smee-client@5.0.0',
  'hookdeck-cli': 'hookdeck-cli@2.6.0',
  localtunnel: 'localtunnel@2.0.2',
}

async function install(name) {
  const place = mkdtempSync(join(folder, 'install-'))
  mkdirSync(join(place, 'node_modules'))
  const startedMs = performance.now()
  execFileSync('npm', ['install', ...FLAGS, '--prefix', place, SUBJECTS[name]], {
    cwd: place,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const seconds = (performance.now() - startedMs) / 1000
  const packages = Object.keys(installed(place)).length
  const bytes = sizeOf(join(place, 'node_modules'))
  rmSync(place, { recursive: true, force: true })
  return { seconds, packages, mb: bytes / MB }
}

/** What npm itself notes about what it installed. */
function installed(place) {
  return JSON.parse(readFileSync(join(place, 'node_modules', '.package-lock.json'), 'utf8'))
    .packages
}

function sizeOf(place) {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

const measured = await inTurns(Object.keys(SUBJECTS), ROUNDS, install)
const seconds = (figures) => figures.seconds
printTable(
  `Install from npm's cache: medians of ${ROUNDS} rounds`,
  ['', 'packages', 'MB', 'seconds', 'hookstep takes'],
  Object.entries(measured).map(([name, rounds]) => [
    name,
    String(rounds[0].packages),
    rounds[0].mb.toFixed(1),
    medianOf(rounds, seconds).toFixed(2),
    times(ratioOf(measured.hookstep, rounds, seconds)),
  ]),
)
