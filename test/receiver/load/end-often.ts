import { join } from 'node:path'
import { makeTempDir } from '../../helpers/temp-dir.ts'
import { openTestJournal } from '../../journal/rig.ts'
import { acknowledgedIds, expectNothingLost } from './figures.ts'
import { findFixedPort, startListen, type ListenEnd } from './listen-process.ts'
import { startLoad } from './start-load.ts'

export interface EndOftenOptions {
  readonly bin: string
  readonly signal: NodeJS.Signals
  readonly times: number
  /** How long each process lives once it is ready: by chance, between these. */
  readonly fromMs: number
  readonly toMs: number
}

/** What came of ending a receiver again and again. */
export interface EndOftenRun {
  readonly acknowledged: number
  /** For each second in which a receiver was there. */
  readonly perSecond: number
  readonly readyMs: readonly number[]
  readonly ends: readonly ListenEnd[]
  readonly failures: Readonly<Record<string, number>>
  readonly httpStatuses: readonly number[]
}

/**
 * Starts `hookstep listen` and ends it, again and again, on one port and one journal, under 64 connections that
 * never stop. Fails when a request that was answered 2xx is not in the journal in the end, or a line is damaged.
 */
export async function endOften(options: EndOftenOptions): Promise<EndOftenRun> {
  const { bin, signal, times, fromMs, toMs } = options
  const [journal, port] = [join(makeTempDir(), 'j.ndjson'), await findFixedPort()]
  const load = await startLoad({ port, connections: 64, maxMs: 600_000 })
  const [readyMs, ends]: [number[], ListenEnd[]] = [[], []]
  let livedMs = 0
  for (let count = 0; count < times; count += 1) {
    const listen = await startListen({ bin, journal, port })
    const lifeMs = fromMs + Math.random() * (toMs - fromMs)
    await new Promise((resolve) => setTimeout(resolve, lifeMs))
    ends.push(await listen.end(signal))
    readyMs.push(listen.readyMs)
    livedMs += lifeMs
  }
  const report = await load.stop()
  // Cuts off a torn tail, as the next receiver would.
  await (await openTestJournal({ path: journal })).journal.close()
  await expectNothingLost(report, journal)
  const acknowledged = acknowledgedIds(report).length
  const { failures, httpStatuses } = report
  return {
    acknowledged,
    perSecond: acknowledged / (livedMs / 1000),
    readyMs,
    ends,
    failures,
    httpStatuses,
  }
}
