/**
 * The receiver against servers that do nothing with a notification, under wrk and autocannon, as ratios of one
 * run. Each has a process of its own; all are there all the time, and one at a time is asked. Needs a build.
 *
 *     node bench/receiver.js [rounds [seconds]]
 */
import { cpuMsOf } from './lib/cpu-time.js'
import { DRIVERS, isInstalled } from './lib/drivers.js'
import { printBar, printTable, times } from './lib/print.js'
import { inTurns, medianOf, ratioOf } from './lib/rounds.js'
import { newFile, startListen, startPeer } from './lib/servers.js'
import { endAfter } from './lib/time-limit.js'

const ROUNDS = Number(process.argv[2] ?? 5)
const SECONDS = Number(process.argv[3] ?? 3)
/** As many as `notify.lua` has sessions side by side. */
const CONNECTIONS = 50
const FLOOR = 'node:http'
const BARS = { 'listen, journal': 0.6, 'listen, journal, printing': 0.5 }

async function startAll() {
  const withJournal = () => ['--journal', newFile('journal.ndjson')]
  const app = await startPeer('bare')
  return {
    [FLOOR]: await startPeer('bare'),
    fastify: await startPeer('fastify'),
    express: await startPeer('express'),
    'listen --no-journal': await startListen(['--no-journal']),
    'listen, journal': await startListen(withJournal()),
    'listen, journal, printing': await startListen(withJournal(), { output: 'compact' }),
    'listen, journal, forwarding': await startListen([...withJournal(), '--forward-to', app.url]),
  }
}

/** Asks one of them for a while: its rate, and the CPU time that a notification costs it. */
async function ask({ url, pid }, driver) {
  const beforeMs = cpuMsOf(pid)
  const { answers, seconds, p99Ms } = await driver({
    url,
    connections: CONNECTIONS,
    seconds: SECONDS,
  })
  return { rate: answers / seconds, cpuUs: ((cpuMsOf(pid) - beforeMs) * 1000) / answers, p99Ms }
}

function show(driverName, measured) {
  const floor = measured[FLOOR]
  const rate = (figures) => figures.rate
  const cpuUs = (figures) => figures.cpuUs
  printTable(
    `Receiver under ${driverName}: ${CONNECTIONS} connections, medians of ${ROUNDS} rounds of ${SECONDS} s`,
    ['', 'notifications/s', 'ratio', 'CPU µs each', 'ratio', 'p99 ms'],
    Object.entries(measured).map(([name, rounds]) => [
      name,
      medianOf(rounds, rate).toFixed(0),
      times(ratioOf(rounds, floor, rate)),
      medianOf(rounds, cpuUs).toFixed(0),
      times(ratioOf(rounds, floor, cpuUs)),
      medianOf(rounds, ({ p99Ms }) => p99Ms).toFixed(1),
    ]),
  )
  if (driverName !== 'wrk') return
  for (const [name, least] of Object.entries(BARS)) {
    const isHeld = ratioOf(measured[name], floor, rate) >= least
    printBar(`${name} at least ${least}x the rate of ${FLOOR}`, isHeld)
  }
}

endAfter(900)
const servers = await startAll()
for (const [driverName, driver] of Object.entries(DRIVERS)) {
  if (driverName === 'wrk' && !isInstalled('wrk')) {
    console.log('\nReceiver under wrk: skipped, this machine has no wrk (apt-get install wrk)')
    continue
  }
  const names = Object.keys(servers)
  show(driverName, await inTurns(names, ROUNDS, async (name) => ask(servers[name], driver)))
}
process.exit()
