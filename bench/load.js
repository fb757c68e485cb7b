/**
 * `load` against load tools that fire single requests, at an endpoint that answers 204, as ratios of one run; and
 * what `load` alone promises: each session's order kept, time that grows with the sessions, a stall that shows.
 * Needs a build.
 *
 *     node bench/load.js [rounds [seconds]]
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { isInstalled } from './lib/drivers.js'
import { hasLoad, LOAD_TOOLS, runLoad } from './lib/load-tools.js'
import { printBar, printTable, times } from './lib/print.js'
import { inTurns, medianOf, ratioOf } from './lib/rounds.js'
import { startListen, startPeer } from './lib/servers.js'
import { endAfter } from './lib/time-limit.js'

const ROUNDS = Number(process.argv[2] ?? 5)
const SECONDS = Number(process.argv[3] ?? 5)
const IN_FLIGHT = [1, 10, 50, 200]
const FLOOR = 'autocannon'
const FLOW = '--flow two-ids-government-selfie'
const SESSIONS = { '1x': 300, '10x': 3000, '100x': 30_000 }
const STALL_MS = 1000
const rate = (figures) => figures.rate
const cpuUs = (figures) => figures.cpuUs

async function againstTools(url) {
  const names = Object.keys(LOAD_TOOLS).filter(
    (name) => ['load', FLOOR].includes(name) || isInstalled(name),
  )
  for (const inFlight of IN_FLIGHT) {
    const measured = await inTurns(names, ROUNDS, (name) =>
      LOAD_TOOLS[name](url, inFlight, SECONDS),
    )
    showTools(inFlight, measured)
    if (inFlight === 50) judgeTools(measured)
  }
}

function showTools(inFlight, measured) {
  printTable(
    `Load, ${inFlight} in flight: medians of ${ROUNDS} rounds of ${SECONDS} s`,
    ['', 'notifications/s', 'ratio', 'CPU µs each', 'ratio'],
    Object.entries(measured).map(([name, rounds]) => [
      name,
      medianOf(rounds, rate).toFixed(0),
      times(ratioOf(rounds, measured[FLOOR], rate)),
      medianOf(rounds, cpuUs).toFixed(0),
      times(ratioOf(rounds, measured[FLOOR], cpuUs)),
    ]),
  )
}

function judgeTools({ load, [FLOOR]: floor }) {
  printBar(`load at least 0.8x the rate of ${FLOOR}`, ratioOf(load, floor, rate) >= 0.8)
  printBar(`load at most 1.3x the CPU of ${FLOOR}`, ratioOf(load, floor, cpuUs) <= 1.3)
}

async function growth(url) {
  const measured = await inTurns(Object.keys(SESSIONS), ROUNDS, (name) =>
    runLoad(url, `${FLOW} --concurrency 50 --sessions ${SESSIONS[name]}`),
  )
  const took = ({ durationMs }) => durationMs
  printTable(
    `Load of ever more sessions, 50 in flight: medians of ${ROUNDS} rounds`,
    ['', 'sessions', 'seconds', 'ratio'],
    Object.entries(measured).map(([name, rounds]) => [
      name,
      String(SESSIONS[name]),
      (medianOf(rounds, took) / 1000).toFixed(2),
      times(ratioOf(rounds, measured['1x'], took)),
    ]),
  )
  const tenfold = ratioOf(measured['10x'], measured['1x'], took)
  printBar('10x the sessions take at most 10.5x the time', tenfold <= 10.5)
}

/** What the receiver thinks of the order in which they came. */
async function order() {
  const receiver = await startListen(['--no-journal'], { output: 'json' })
  const counted = countFlags(receiver.child)
  const { attempts } = await runLoad(receiver.url, `${FLOW} --concurrency 50 --sessions 1000`)
  await receiver.close()
  const { received, flagged } = await counted
  console.log(`\n${received} of ${attempts} notifications came, ${flagged} out of their order`)
  printBar("each session's order is kept", received === attempts && flagged === 0)
}

async function countFlags({ stdout }) {
  const counted = { received: 0, flagged: 0 }
  const lines = createInterface({ input: stdout }).on('line', (line) => {
    const record = JSON.parse(line)
    if (record.type !== 'notification') return
    counted.received += 1
    if (record.flags.length > 0) counted.flagged += 1
  })
  await once(lines, 'close')
  return counted
}

async function stall() {
  const endpoint = await startPeer('stall')
  const { latency } = await runLoad(endpoint.url, `${FLOW} --rate 50/s --duration 6s`)
  await endpoint.close()
  console.log(`\nopen model, an endpoint that stalls once for 2 s: p99 ${latency.p99} ms`)
  printBar(`a stall of 2 s shows in the p99 of the open model`, latency.p99 >= STALL_MS)
}

endAfter(1200)
if (hasLoad()) {
  const endpoint = await startPeer('bare')
  await againstTools(endpoint.url)
  await growth(endpoint.url)
  await endpoint.close()
  await order()
  await stall()
} else {
  console.log('\nLoad: SKIPPED, this hookstep has no command `load` yet')
}
process.exit()
