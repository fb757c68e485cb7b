/**
 * What passing a notification on to the app costs: the forwarder of `listen --forward-to` through kept sockets
 * (undici) against one socket for each request (got, which `send` uses), as ratios of one run. The app has a process
 * of its own, on loopback; the ways are measured in turns, so that whatever else the machine does hits both.
 *
 *     node bench/forward.js [rounds]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROUNDS = Number(process.argv[2] ?? 7)
const AT_ONCE = 50
const MANY = 2000
const LONGEST_MS = 120_000
const HEADERS = [
  ['Content-Type', 'application/json'],
  ['User-Agent', 'vendor/1.0'],
  ['Authorization', 'Bearer 0123456789abcdef'],
]
const PARTS = `
  export { createForwarder } from '../src/receiver/forward/forwarder.ts'
  export { loadGotExchange } from '../src/exchange/got-exchange.ts'
  export { createPoolExchange } from '../src/exchange/pool-exchange.ts'`

/** Gives the parts of hookstep that are measured; what they import is found in `node_modules`. */
async function loadParts() {
  const folder = mkdtempSync(fileURLToPath(new URL('../node_modules/.bench-', import.meta.url)))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const resolveDir = fileURLToPath(new URL('.', import.meta.url))
  const outfile = join(folder, 'parts.js')
  const how = { bundle: true, platform: 'node', format: 'esm', packages: 'external' }
  await build({ ...how, stdin: { contents: PARTS, resolveDir }, outfile, logLevel: 'error' })
  return import(outfile)
}

/** The app: reads what comes and answers 204. */
function serveApp() {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(204).end())
  })
  server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/`))
  process.on('disconnect', () => process.exit())
}

async function openWays(target) {
  const { createForwarder, loadGotExchange, createPoolExchange } = await loadParts()
  const common = {
    target: new URL(target),
    headers: [],
    timeoutMs: 30_000,
    verifyCertificate: true,
  }
  const got = { exchange: await loadGotExchange(), close: async () => {} }
  const pool = await createPoolExchange({ connections: 256, connectTimeoutMs: 30_000 })
  return {
    got: createForwarder({ ...common, transport: got }),
    pool: createForwarder({ ...common, transport: pool }),
  }
}

/** Forwards `MANY` notifications of `AT_ONCE` sessions; gives the CPU time of each in microseconds, and the rate. */
async function forwardMany(forwarder) {
  const before = process.cpuUsage()
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, id) => forwardSession(forwarder, id)))
  const { user, system } = process.cpuUsage(before)
  return {
    cpu: (user + system) / MANY,
    rate: (MANY * 1000) / (performance.now() - startedMs),
  }
}

async function forwardSession(forwarder, id) {
  const interviewId = String(id).padStart(24, '0')
  const body = Buffer.from(
    JSON.stringify({ interviewId, onboardingStatus: 'EXPIRED', padding: 'x'.repeat(400) }),
  )
  for (let seq = 1; seq <= MANY / AT_ONCE; seq += 1) {
    const { verdict } = await forwarder.forward({ seq, interviewId, rawHeaders: HEADERS, body })
    if (verdict.verdict !== 'acknowledged') throw new Error(`rejected: ${verdict.reason}`)
  }
}

/** What each way took, one after the other. */
async function measureRound(ways) {
  const found = {}
  for (const [name, forwarder] of ways) found[name] = await forwardMany(forwarder)
  return found
}

/** The first round warms up and is dropped; every other one goes the other way round. */
async function measure(ways) {
  const turns = Object.entries(ways)
  const rounds = []
  await measureRound(turns)
  while (rounds.length < ROUNDS) {
    turns.reverse()
    rounds.push(await measureRound(turns))
  }
  return rounds
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function show(rounds) {
  const row = (title, figure) => {
    const [got, pool] = ['got', 'pool'].map((way) =>
      median(rounds.map((round) => round[way][figure])),
    )
    const ratio = median(rounds.map((round) => round.pool[figure] / round.got[figure]))
    console.log(
      `${title.padEnd(30)} ${got.toFixed(0).padStart(8)} ${pool.toFixed(0).padStart(8)} ${ratio.toFixed(2).padStart(7)}x`,
    )
  }
  console.log(
    `medians of ${ROUNDS} rounds of ${MANY}, ${AT_ONCE} at once; ratios are of the same round`,
  )
  console.log(`${''.padEnd(30)} ${'got'.padStart(8)} ${'pool'.padStart(8)} ${'ratio'.padStart(8)}`)
  row('microseconds of CPU, each', 'cpu')
  row('notifications/s', 'rate')
}

async function run() {
  const tooLong = setTimeout(() => {
    console.error(`not done within ${LONGEST_MS / 1000} s`)
    process.exit(1)
  }, LONGEST_MS)
  const app = fork(fileURLToPath(import.meta.url), ['app'])
  const [target] = await once(app, 'message')
  const ways = await openWays(target)
  show(await measure(ways))
  await Promise.all(Object.values(ways).map(async (forwarder) => forwarder.close()))
  clearTimeout(tooLong)
  app.disconnect()
}

if (process.argv[2] === 'app') serveApp()
else await run()
