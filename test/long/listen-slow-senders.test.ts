import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { countStatuses, spread } from '../receiver/load/figures.ts'
import { startListen } from '../receiver/load/listen-process.ts'
import { startLoad } from '../receiver/load/start-load.ts'
import { trickle, type TricklePart } from '../receiver/load/trickle.ts'

const bin = builtCopy()
const PER_SECOND = 200

test.each<[TricklePart, number]>([
  ['headers', 6000],
  ['body', 11_000],
])(
  '200 senders of slow %s are gone in %i ms and hold up nobody: p99 within 20 ms (L4)',
  async (part, goneMs) => {
    const listen = await startListen({ bin, journal: join(makeTempDir(), 'j.ndjson') })
    const { port } = listen
    const load = await startLoad({ port, connections: 16, perSecond: PER_SECOND, maxMs: 60_000 })
    const ends = await trickle(port, part, 200)
    const report = await load.stop()
    await listen.end('SIGTERM')
    const closedMs = spread(ends.map(({ closedAfterMs }) => closedAfterMs))
    const latencyMs = spread(report.latenciesMs)
    const told = [...new Set(ends.map(({ httpStatus }) => httpStatus))]
    console.log({ part, closedMs, told, latencyMs, answers: countStatuses(report) })
    expect(report.failures).toEqual({})
    expect(Object.keys(countStatuses(report))).toEqual(['204'])
    expect(told).toEqual([408])
    expect(closedMs.max).toBeLessThan(goneMs)
    expect(latencyMs.p99).toBeLessThan(20)
    expect(latencyMs.max).toBeLessThan(100)
  },
)
