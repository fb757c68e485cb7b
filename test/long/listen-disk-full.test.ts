import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { countStatuses, expectNothingLost, spread } from '../receiver/load/figures.ts'
import type { LoadReport } from '../receiver/load/load.ts'
import { startListen } from '../receiver/load/listen-process.ts'
import { startLoad } from '../receiver/load/start-load.ts'

const bin = builtCopy()

/** Lets no file of a process grow beyond this size, and says since when. */
function limitFiles(pid: number, sizeBytes: number | 'unlimited'): number {
  const { status } = spawnSync('prlimit', ['--pid', `${pid}`, `--fsize=${sizeBytes}:unlimited`])
  expect(status).toBe(0)
  return Date.now()
}

/** The time of the first answer of a status after a time. */
function firstAfter({ answeredAt, httpStatuses }: LoadReport, at: number, status: number): number {
  const times = answeredAt.filter((time, index) => time > at && httpStatuses[index] === status)
  return Math.min(...times)
}

const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('a disk that is full for 10 s at 2,000/s: 503 at once, 204 when it has space, none lost (L8)', async () => {
  const journal = join(makeTempDir(), 'j.ndjson')
  const { pid, port, end } = await startListen({ bin, journal })
  const load = await startLoad({ port, connections: 64, perSecond: 2000, maxMs: 60_000 })
  await pause(3000)
  const fullAt = limitFiles(pid, statSync(journal).size)
  await pause(10_000)
  const spaceAt = limitFiles(pid, 'unlimited')
  await pause(3000)
  const report = await load.stop()
  expect(await end('SIGTERM')).toMatchObject({ exitCode: 143 })
  await expectNothingLost(report, journal)
  const { answeredAt, httpStatuses, latenciesMs, failures, unhelpful } = report
  const refusedMs = latenciesMs.filter((_, index) => httpStatuses[index] === 503)
  const answers = countStatuses(report)
  const firstRefusalMs = firstAfter(report, fullAt - 100, 503) - fullAt
  const backAfterMs = firstAfter(report, spaceAt, 204) - spaceAt
  console.log({ answers, failures, refusedMs: spread(refusedMs), firstRefusalMs, backAfterMs })
  expect({ failures, unhelpful }).toEqual({ failures: {}, unhelpful: 0 })
  const whileFull = httpStatuses.filter((_, index) => {
    const at = answeredAt[index] as number
    return at > fullAt + 100 && at < spaceAt - 100
  })
  expect(new Set(whileFull)).toEqual(new Set([503]))
  expect(spread(refusedMs).p99).toBeLessThan(100)
  expect(backAfterMs).toBeLessThan(1000)
})
