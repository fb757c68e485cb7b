import type { LoadProgress } from '../../../contract/load-progress.ts'
import { fits, type Style } from '../../style.ts'
import { count, duration } from '../../text/units.ts'
import { bareMs, listReasons, rate, sortedReasons, withMs } from '../figures.ts'

const BAR_CELLS = 10

/** The live line: as much as fits into one line of the terminal; the reasons of rejections go before the bar. */
export function renderLive(progress: LoadProgress, style: Style): string {
  const line = { ...style, columns: style.columns - 1 }
  const forms = progress.rejected === 0 ? [] : formsWithReasons(progress)
  const shorter = [long, compact, bare].map((form) => form(progress, counted(progress, form)))
  return [...forms, ...shorter].find((form) => fits(form, line)) ?? tiny(progress)
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

type Form = (progress: LoadProgress, rejected: string) => string

function formsWithReasons(progress: LoadProgress): string[] {
  const { rejected, reasons } = progress
  const all = listReasons(reasons)
  const [[reason, times] = ['', 0]] = sortedReasons(reasons)
  const top = times < rejected ? `${reason} ${times} +${rejected - times}` : all
  return [
    long(progress, `${rejected} rejected: ${all}`),
    ...[all, top].flatMap((text) => [compact(progress, text), bare(progress, text)]),
  ]
}

function counted({ rejected }: LoadProgress, form: Form): string {
  return form === long ? `${rejected} rejected` : `${rejected} rej`
}

function long(progress: LoadProgress, rejected: string): string {
  const { sessions, ratePerSecond, p50, p99 } = progress
  return [
    `${bar(progress)} ${share(progress)}`,
    `${count(sessions.started, 'session')} started, ${sessions.finished} done, ${sessions.inFlight} in flight`,
    `${rate(ratePerSecond)}/s`,
    `p50 ${withMs(p50)}`,
    `p99 ${withMs(p99)}`,
    rejected,
  ].join('  ')
}

function compact(progress: LoadProgress, rejected: string): string {
  return `${bar(progress)} ${bare(progress, rejected)}`
}

function bare(progress: LoadProgress, rejected: string): string {
  const { sessions, ratePerSecond, p50, p99 } = progress
  return [
    share(progress),
    `${sessions.started} started ${sessions.finished} done ${sessions.inFlight} now`,
    `${rate(ratePerSecond)}/s`,
    `p50 ${bareMs(p50)} p99 ${withMs(p99)}`,
    rejected,
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
