/**
 * Memory of the receiver, with its journal, after many notifications of ever new sessions: what is left after a
 * garbage collection. Needs a build.
 *
 *     node bench/memory.js [--long]
 *
 * 200,000 notifications, or a million with `--long`.
 */
import { once } from 'node:events'
import { postMany } from './lib/drivers.js'
import { endPath } from './lib/paths.js'
import { printBar, printTable } from './lib/print.js'
import { newFile, startListen } from './lib/servers.js'
import { endAfter } from './lib/time-limit.js'

const MARKS = process.argv.includes('--long')
  ? [50_000, 100_000, 250_000, 500_000, 750_000, 1_000_000]
  : [50_000, 100_000, 150_000, 200_000]
/** From here on it must stay flat: it keeps the latest 10,000 sessions, and these are full by then. */
const FLAT_FROM = 100_000
const MOST_GROWTH_MB = 5
const MB = 1024 * 1024

async function memoryOf({ child }) {
  const told = once(child, 'message')
  child.send('memory?')
  const [usage] = await told
  return usage
}

async function measure(receiver) {
  const measured = [{ count: 0, ...(await memoryOf(receiver)) }]
  for (const [index, count] of MARKS.entries()) {
    await postMany({ url: receiver.url, connections: 50, count: count - (MARKS[index - 1] ?? 0) })
    measured.push({ count, ...(await memoryOf(receiver)) })
  }
  return measured
}

endAfter(1200)
const receiver = await startListen(['--journal', newFile('journal.ndjson')], {
  nodeFlags: ['--expose-gc', '--import', endPath('tell-memory.js')],
  isAsked: true,
})
const measured = await measure(receiver)
await receiver.close()
const inMb = (bytes) => (bytes / MB).toFixed(1)
printTable(
  'Memory of `listen` with its journal, after a garbage collection, in MB',
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
const range = `from ${FLAT_FROM} to ${MARKS.at(-1)} notifications`
console.log(`\nheap and external grew by ${growthMb.toFixed(1)} MB ${range}`)
printBar(`at most ${MOST_GROWTH_MB} MB ${range}`, growthMb <= MOST_GROWTH_MB)
