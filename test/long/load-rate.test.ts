import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http, { type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { listenOnFreePort } from '../helpers/endpoint.ts'
import { jsonLines } from '../helpers/run-cli.ts'

const bin = builtCopy()

interface Summary {
  readonly attempts: number
  readonly rejected: number
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number }
  readonly startLateness: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** Plays so many sessions of one notification each in a second, in a process of their own, and gives what was measured. */
async function loadFor(port: number, perSecond: number, seconds: number): Promise<Summary> {
  const count = String(perSecond * seconds)
  const argv = ['--rate', String(perSecond), '--sessions', count, '--flow', 'no-id', '--json']
  const warmup = ['--ramp', '3s', '--warmup', '5s']
  const child = spawn(
    process.execPath,
    [bin, 'load', `http://127.0.0.1:${port}/`, ...argv, ...warmup],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const summary = jsonLines(stdout).at(-1) as unknown as Summary
  const { attempts, rejected, latency, startLateness } = summary
  console.log({ perSecond, seconds, attempts, rejected, latency, startLateness })
  return summary
}

/**
 * An endpoint that answers at once, but for one second of silence when so many have come. The silence ends for `toMs`
 * when it has answered this many of those that waited: to answer them all takes a while, and is not the sender's doing.
 */
async function startStalling(atRequest: number, answered = 0) {
  const waiting: ServerResponse[] = []
  const stall = { fromMs: 0, toMs: 0 }
  let count = 0
  const begin = (): void => {
    stall.fromMs = performance.now()
    setTimeout(() => {
      for (const response of waiting.splice(0, answered)) response.writeHead(204).end()
      stall.toMs = performance.now()
      for (const response of waiting) response.writeHead(204).end()
    }, 1000)
  }
  const isSilent = (): boolean => stall.fromMs > 0 && stall.toMs === 0
  const server = http.createServer((request, response) => {
    request.resume().once('end', () => {
      count += 1
      if (count === atRequest) begin()
      if (isSilent()) waiting.push(response)
      else response.writeHead(204).end()
    })
  })
  return { port: await listenOnFreePort(server), stall }
}

/** The bar wants a machine that has nothing else to do: what is printed beside it says whether it had. */
test('60 s at 5,000/s: each begins when it is due, to 5 ms (L16)', async () => {
  const { port } = await startStalling(Number.POSITIVE_INFINITY)
  const { attempts, rejected, startLateness } = await loadFor(port, 5000, 60)
  expect({ attempts, rejected }).toEqual({ attempts: 300_000, rejected: 0 })
  expect(startLateness.p99).toBeLessThanOrEqual(5)
})

test('an endpoint that is silent for a second is told of as if each had asked in time (L16)', async () => {
  const [perSecond, seconds] = [500, 20]
  const { port, stall } = await startStalling(perSecond * 15, (perSecond * seconds) / 100)
  const { attempts, rejected, latency } = await loadFor(port, perSecond, seconds)
  expect({ attempts, rejected }).toEqual({ attempts: perSecond * seconds, rejected: 0 })
  // Who was due in the first part of it, a hundredth of the run, waited longer than this.
  const trueP99Ms = stall.toMs - stall.fromMs - (seconds * 1000) / 100
  console.log({ trueP99Ms })
  // Hundreds of answers come at once then, and reading them takes some milliseconds; by the sending it would be two.
  expect(Math.abs(latency.p99 - trueP99Ms)).toBeLessThanOrEqual(trueP99Ms / 20)
  expect(latency.p50).toBeLessThanOrEqual(5)
})
