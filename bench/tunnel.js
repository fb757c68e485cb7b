/**
 * What the tunnel costs: the supervised client and our relay against a direct call to the same receiver,
 * as ratios of one run. Relay and receiver have a process each, callers are in this one, all on loopback;
 * the ways are measured in turns, so that whatever else the machine does hits both.
 *
 *     node bench/tunnel.js [rounds]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as startRequest } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { inTurns, median, medianOf, ratioOf } from './lib/rounds.js'
import { endAfter } from './lib/time-limit.js'
import { printTable, times } from './lib/print.js'

const ROUNDS = Number(process.argv[2] ?? 7)
const ONE_BY_ONE = 200
const AT_ONCE = 10
const MANY = 2000
const LONGEST_SECONDS = 120
const BODY = JSON.stringify({
  interviewId: '6543210fedcba9876543210f',
  onboardingStatus: 'ID_VALIDATION_FINISHED',
  padding: 'x'.repeat(400),
})

/** Beside `node_modules`, where what is not bundled is found. */
const FOLDER = mkdtempSync(fileURLToPath(new URL('../node_modules/.bench-', import.meta.url)))
const children = []

async function bundleEnds() {
  const outfile = join(FOLDER, 'ends.js')
  const entry = fileURLToPath(new URL('./tunnel-ends.js', import.meta.url))
  const how = { bundle: true, platform: 'node', format: 'esm', packages: 'external' }
  await build({ ...how, entryPoints: [entry], outfile, logLevel: 'error' })
  return outfile
}

async function startEnd(program, ...args) {
  const child = fork(program, args)
  children.push(child)
  const died = once(child, 'exit').then(() => {
    throw new Error(`the ${args[0]} ended`)
  })
  died.catch(() => {})
  const [opened] = await Promise.race([once(child, 'message'), died])
  return opened
}

/** A way to the receiver, with connections of its own that stay open. */
function wayTo(url) {
  const { host, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const headers = { host, 'content-type': 'application/json', 'content-length': BODY.length }
  const call = { host: '127.0.0.1', port, path: '/', method: 'POST', headers, agent }
  return () =>
    new Promise((resolve, reject) => {
      const request = startRequest(call, (message) => {
        if (message.statusCode !== 204) reject(new Error(`HTTP ${message.statusCode}`))
        message.resume().once('end', resolve).once('error', reject)
      })
      request.once('error', reject).end(BODY)
    })
}

async function latencyMs(send) {
  const taken = []
  for (let index = 0; index < ONE_BY_ONE; index += 1) {
    const startedMs = performance.now()
    await send()
    taken.push(performance.now() - startedMs)
  }
  return median(taken)
}

async function requestsPerSecond(send) {
  const startedMs = performance.now()
  const caller = async () => {
    for (let index = 0; index < MANY / AT_ONCE; index += 1) await send()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller))
  return (MANY * 1000) / (performance.now() - startedMs)
}

async function measure(send) {
  return { latency: await latencyMs(send), rate: await requestsPerSecond(send) }
}

function show({ direct, tunnel }) {
  const row = (title, digits, pick) => [
    title,
    medianOf(direct, pick).toFixed(digits),
    medianOf(tunnel, pick).toFixed(digits),
    times(ratioOf(tunnel, direct, pick)),
  ]
  printTable(
    `Tunnel through the relay: medians of ${ROUNDS} rounds`,
    ['', 'direct', 'tunnel', 'ratio'],
    [
      row(`ms, one by one (${ONE_BY_ONE})`, 2, ({ latency }) => latency),
      row(`requests/s, ${AT_ONCE} at once (${MANY})`, 0, ({ rate }) => rate),
    ],
  )
  const added = median(tunnel.map(({ latency }, round) => latency - direct[round].latency))
  console.log(`\nadded latency: ${added.toFixed(2)} ms`)
}

endAfter(LONGEST_SECONDS)
process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }))
const program = await bundleEnds()
const relayUrl = await startEnd(program, 'relay')
const { direct, tunnel } = await startEnd(program, 'receiver', relayUrl)
const ways = { direct: wayTo(direct), tunnel: wayTo(tunnel) }
show(await inTurns(Object.keys(ways), ROUNDS, (name) => measure(ways[name])))
for (const child of children) child.disconnect()
