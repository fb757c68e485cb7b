import type { LoadProgress } from '../../../contract/load-progress.ts'
import { fits, type Style } from '../../style.ts'
import { count, duration } from '../../text/units.ts'
import { listReasons, rate, withMs } from '../figures.ts'

const BAR_CELLS = 10

/** The live line: as much as fits into one line of the terminal. */
export function renderLive(progress: LoadProgress, style: Style): string {
  const line = { ...style, columns: style.columns - 1 }
  const forms = [full(progress), compact(progress), tiny(progress)]
  return forms.find((form) => fits(form, line)) ?? tiny(progress)
}

/** The same as a plain line, for where nobody sees it change. */
export function renderPlain(progress: LoadProgress): string {
  const { elapsedMs, isWarmingUp, sessions, rejected, reasons } = progress
  const warmup = isWarmingUp ? ' (warm-up)' : ''
  return [
    `${duration(elapsedMs)}${warmup}: ${count(sessions.started, 'session')} started, ${sessions.finished} done, ${sessions.inFlight} in flight`,
    `${rate(progress.ratePerSecond)} notifications/s`,
    `p50 ${withMs(progress.p50)}, p99 ${withMs(progress.p99)}`,
    rejected === 0 ? '0 rejected' : `${rejected} rejected (${listReasons(reasons)})`,
  ].join('; ')
}

function full(progress: LoadProgress): string {
  const { sessions, rejected, reasons } = progress
  return [
    `${bar(progress)} ${share(progress)}`,
    `${count(sessions.started, 'session')} started, ${sessions.finished} done, ${sessions.inFlight} in flight`,
    `${rate(progress.ratePerSecond)}/s`,
    `p50 ${withMs(progress.p50)}`,
    `p99 ${withMs(progress.p99)}`,
    rejected === 0 ? '0 rejected' : `${rejected} rejected: ${listReasons(reasons)}`,
  ].join('  ')
}

function compact(progress: LoadProgress): string {
  const { sessions, rejected } = progress
  return [
    `${bar(progress)} ${share(progress)}`,
    `${sessions.started}/${sessions.finished}/${sessions.inFlight} run/done/now`,
    `${rate(progress.ratePerSecond)}/s`,
    `p50 ${withMs(progress.p50)}`,
    `p99 ${withMs(progress.p99)}`,
    `${rejected} rej`,
  ].join(' ')
}

function tiny(progress: LoadProgress): string {
  return [
    share(progress),
    `${progress.sessions.finished} done`,
    `${rate(progress.ratePerSecond)}/s`,
    `p99 ${withMs(progress.p99)}`,
    `${progress.rejected} rej`,
  ].join(' ')
}

function bar({ share }: LoadProgress): string {
  const filled = Math.round(clamped(share) * BAR_CELLS)
  return '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled)
}

/** Rounded down: 100 % is the end. */
function share({ share, isWarmingUp }: LoadProgress): string {
  return isWarmingUp ? 'warm-up' : `${Math.floor(clamped(share) * 100)} %`
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share))
}
