import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { countStatuses, expectNothingLost, spread } from '../receiver/load/figures.ts'
import { startListen } from '../receiver/load/listen-process.ts'
import { sendLoad } from '../receiver/load/start-load.ts'

const bin = builtCopy()

test('10,000 requests in a second from 500 connections are answered within 3 s, and none is lost (L6)', async () => {
  const journal = join(makeTempDir(), 'j.ndjson')
  const { port, end } = await startListen({ bin, journal })
  const burst = { connections: 500, perSecond: 10_000, count: 10_000 }
  const report = await sendLoad({ port, ...burst, maxMs: 60_000 })
  await end('SIGTERM')
  await expectNothingLost(report, journal)
  const [first, last] = [Math.min(...report.answeredAt), Math.max(...report.answeredAt)]
  const { failures, unhelpful } = report
  const answers = countStatuses(report)
  console.log({ tookMs: last - first, answers, failures, latencyMs: spread(report.latenciesMs) })
  expect({ failures, unhelpful }).toEqual({ failures: {}, unhelpful: 0 })
  expect(Object.keys(answers).filter((status) => !['204', '503'].includes(status))).toEqual([])
  expect(last - first).toBeLessThan(3000)
})
