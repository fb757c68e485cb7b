import type { Context } from '../../context.ts'
import type { LoadProgress } from '../../contract/load-progress.ts'
import { toJsonLine } from '../harmless.ts'
import { loadFigures } from './json.ts'
import type { LoadReporter } from './load-events.ts'

/** NDJSON on standard output: a `progress` each second, and a `summary` (design.md, "Errors and exit codes"). */
export function createJsonLoadReporter({ stdout }: Pick<Context, 'stdout'>): LoadReporter {
  const print = (record: object): void => void stdout.write(toJsonLine(record, stdout.redact))
  return {
    onStart: () => {},
    onProgress: (progress) => print({ type: 'progress', ...progressRecord(progress) }),
    onEnd: (report) => print({ type: 'summary', ...loadFigures(report, stdout.redact) }),
  }
}

function progressRecord(progress: LoadProgress): object {
  const { elapsedMs, isWarmingUp, share, ratePerSecond, ...figures } = progress
  return {
    elapsedMs: Math.round(elapsedMs),
    warmup: isWarmingUp,
    share: Number(share.toFixed(4)),
    attemptsPerSecond: Number(ratePerSecond.toFixed(1)),
    ...figures,
  }
}
