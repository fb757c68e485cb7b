import { randomBytes } from 'node:crypto'
import { startRelay } from '../../../src/tunnel/relay/start-relay.ts'
import { fastClock } from '../../helpers/steady-clock.ts'

/** The simulator in a process of its own: `node program.mjs PORT FACTOR`. It prints its URL when it listens. */
const [port, factor] = process.argv.slice(2).map(Number)
const random = { bytes: (count: number) => randomBytes(count) }
const relay = await startRelay({ port: port ?? 0, clock: fastClock(factor ?? 1), random })
console.log(relay.url)
