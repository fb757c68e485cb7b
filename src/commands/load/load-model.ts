import { CliError } from '../../contract/errors.ts'
import type { LoadModel } from '../../contract/load-report.ts'
import type { LoadStart } from '../../report/load/load-events.ts'
import type { LoadFlags } from './load-flags.ts'

const DEFAULT_CONCURRENCY = 10
/** A remote host is somebody's: one session a second. Ours. */
const REMOTE_RATE = 1
const DEFAULT_DURATION_MS = 10_000

type Model = Pick<LoadFlags, 'concurrency' | 'rate'>

/** True where a remote host gets the small rate, as nobody asked for another one. */
export function isSlowed({ concurrency, rate }: Model, isRemote: boolean): boolean {
  return isRemote && concurrency === undefined && rate === undefined
}

/** The model that the flags ask for, or the one that fits the host. */
export function toLoadModel(flags: Model, isRemote: boolean): LoadModel {
  const { concurrency = DEFAULT_CONCURRENCY, rate } = flags
  if (rate !== undefined) return { kind: 'open', ratePerSecond: rate }
  if (isSlowed(flags, isRemote)) return { kind: 'open', ratePerSecond: REMOTE_RATE }
  return { kind: 'closed', concurrency }
}

/**
 * Where the run ends, by whichever comes first; without a word on it after ten seconds. The warm-up comes before both.
 * Throws `USAGE` for a duration of nothing.
 */
export function toLoadEnd({
  sessions,
  duration,
}: Pick<LoadFlags, 'sessions' | 'duration'>): LoadStart['end'] {
  if (duration === 0) {
    throw new CliError('USAGE', '--duration 0 sends nothing', { hint: '--duration 10s' })
  }
  const unlimited = sessions === undefined ? DEFAULT_DURATION_MS : null
  return { sessions: sessions ?? null, durationMs: duration ?? unlimited }
}

/** The most sockets of the open model. Who waits for one longer is seen in the latency, which counts from the due time. */
const MOST_SOCKETS = 1000

/** As many sockets as notifications can be under way: one for each session in flight. */
export function socketsFor(model: LoadModel): number {
  return model.kind === 'closed' ? model.concurrency : MOST_SOCKETS
}
