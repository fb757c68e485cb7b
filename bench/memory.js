/**
 * Memory of both sides after many notifications of ever new sessions, each after a garbage collection: the receiver
 * with its journal, and `load`. Needs a build.
 *
 *     node bench/memory.js [--long]
 *
 * 200,000 notifications, or a million with `--long`.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { postMany } from './lib/drivers.js'
import { hasLoad } from './lib/load-tools.js'
import { BIN, endPath, NODE } from './lib/paths.js'
import { printBar, printTable } from './lib/print.js'
import { newFile, startListen, startPeer, startProgram } from './lib/servers.js'
import { endAfter } from './lib/time-limit.js'

const MARKS = process.argv.includes('--long')
  ? [50_000, 100_000, 250_000, 500_000, 750_000, 1_000_000]
  : [50_000, 100_000, 150_000, 200_000]
/** From here on it must stay flat: the receiver keeps the latest 10,000 sessions, and these are full by then. */
const FLAT_FROM = 100_000
const MOST_GROWTH_MB = 5
const MB = 1024 * 1024
const FLOW = 'two-ids-government-selfie'
const STATUSES_OF_FLOW = 7
const NODE_FLAGS = ['--expose-gc', '--import', endPath('tell-memory.js')]

async function memoryOf(child) {
  const told = once(child, 'message')
  child.send('memory?')
  const [usage] = await told
  return usage
}

async function measureListen() {
  const flags = ['--journal', newFile('journal.ndjson')]
  const receiver = await startListen(flags, { nodeFlags: NODE_FLAGS, isAsked: true })
  const measured = [{ count: 0, ...(await memoryOf(receiver.child)) }]
  for (const [index, count] of MARKS.entries()) {
    await postMany({ url: receiver.url, connections: 50, count: count - (MARKS[index - 1] ?? 0) })
    measured.push({ count, ...(await memoryOf(receiver.child)) })
  }
  await receiver.close()
  return measured
}

/** It is asked as it passes each mark: at the first word of its progress after it. */
async function measureLoad() {
  const endpoint = await startPeer('bare')
  const sessions = Math.ceil((MARKS.at(-1) * 1.2) / STATUSES_OF_FLOW)
  const how = ['--json', '--flow', FLOW, '--concurrency', '50', '--sessions', String(sessions)]
  const args = [...NODE_FLAGS, BIN, 'load', endpoint.url, ...how]
  const child = startProgram(NODE, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const measured = []
  for await (const line of createInterface({ input: child.stdout })) {
    const { type, attempts } = JSON.parse(line)
    if (type !== 'progress' || !(attempts >= MARKS[measured.length])) continue
    measured.push({ count: MARKS[measured.length], ...(await memoryOf(child)) })
  }
  await endpoint.close()
  return measured
}

function show(name, measured) {
  const inMb = (bytes) => (bytes / MB).toFixed(1)
  printTable(
    `Memory of \`${name}\`, after a garbage collection, in MB`,
    ['notifications', 'heap', 'external', 'resident'],
    measured.map(({ count, heapUsed, external, rss }) => [
      String(count),
      inMb(heapUsed),
      inMb(external),
      inMb(rss),
    ]),
  )
  const used = ({ heapUsed, external }) => heapUsed + external
  const from = measured.find(({ count }) => count === FLAT_FROM)
  const growthMb = (used(measured.at(-1)) - used(from)) / MB
  const range = `from ${FLAT_FROM} to ${measured.at(-1).count} notifications`
  console.log(`\n${name}: heap and external grew by ${growthMb.toFixed(1)} MB ${range}`)
  printBar(`${name} grows by at most ${MOST_GROWTH_MB} MB ${range}`, growthMb <= MOST_GROWTH_MB)
}

endAfter(1200)
show('listen', await measureListen())
if (hasLoad()) show('load', await measureLoad())
else console.log('\nMemory of `load`: SKIPPED, this hookstep has no command `load` yet')
