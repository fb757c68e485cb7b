/**
 * A load in a process of its own, so that it does not share an event loop with what it measures. Says
 * `started`, then its report; ends early when its standard input ends.
 */
import { once } from 'node:events'
import { runLoad, type LoadOptions } from './load.ts'

const options = JSON.parse(process.argv[2] ?? '') as LoadOptions
const stop = new AbortController()
void once(process.stdin.resume(), 'end').then(() => stop.abort())
process.stdout.write('started\n')
const report = await runLoad(options, stop.signal)
process.stdout.write(`${JSON.stringify(report)}\n`)
process.stdin.destroy()
