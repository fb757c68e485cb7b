import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { countStatuses, expectNothingLost, spread } from '../receiver/load/figures.ts'
import type { LoadReport } from '../receiver/load/load.ts'
import { startListen } from '../receiver/load/listen-process.ts'
import { slopePerSecond, watchMemory } from '../receiver/load/memory.ts'
import { sendLoad } from '../receiver/load/start-load.ts'
import { probeSyncs } from '../receiver/load/sync-probe.ts'

const bin = builtCopy()

/** The slowest hundredth of every five seconds: tells a slow receiver from a machine that was busy for a moment. */
function p99OverTime({ answeredAt, latenciesMs }: LoadReport): number[] {
  const startedAt = Math.min(...answeredAt.slice(0, 1000))
  const slices: number[][] = []
  for (const [index, at] of answeredAt.entries()) {
    const slice = (slices[Math.floor((at - startedAt) / 5000)] ??= [])
    slice.push(latenciesMs[index] as number)
  }
  return slices.map((slice) => spread(slice).p99)
}

/**
 * The bar wants a machine that has nothing else to do: what is printed beside it, how long bare syncs took and the
 * slices, says whether it had.
 */
test.each([
  [60, 2000, 50],
  [150, 4000, 100],
])(
  '%i s at %i/s: every one is answered 204, p99 within %i ms, memory flat (L3)',
  async (seconds, perSecond, p99Ms) => {
    const dir = makeTempDir()
    const journal = join(dir, 'j.ndjson')
    const { pid, port, end } = await startListen({ bin, journal })
    const memory = watchMemory(pid)
    const syncs = await probeSyncs(join(dir, 'probe'))
    const count = perSecond * seconds
    const maxMs = (seconds + 30) * 1000
    const report = await sendLoad({ port, connections: 64, perSecond, count, maxMs })
    const samples = memory.stop()
    const syncMs = spread(await syncs.stop())
    await end('SIGTERM')
    await expectNothingLost(report, journal)
    const latencyMs = spread(report.latenciesMs)
    const rssMb = samples.map((sample) => Math.round(sample.rssMb))
    // The first third: until then Node looks for the size that its heap needs.
    const settled = samples.slice(Math.ceil(samples.length / 3))
    const mbPer100k = (slopePerSecond(settled) / perSecond) * 100_000
    const { failures } = report
    console.log({ perSecond, latencyMs, syncMs, peakMb: Math.max(...rssMb), mbPer100k, failures })
    console.log(`p99 of every 5 s: ${p99OverTime(report).join(' ')}\nMB: ${rssMb.join(' ')}`)
    expect(failures).toEqual({})
    expect(countStatuses(report)).toEqual({ 204: count })
    expect(Math.max(...rssMb)).toBeLessThan(200)
    // Over fewer requests the heap's own ups and downs are more than that.
    expect(mbPer100k).toBeLessThan(count < 500_000 ? Infinity : 1)
    expect(latencyMs.p99).toBeLessThan(p99Ms)
  },
)
