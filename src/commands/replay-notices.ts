import type { Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import type { ReplayPlan } from '../delivery/replay/plan-replay.ts'
import type { ReplayChoice, ReplaySelection } from '../delivery/replay/select-requests.ts'
import { count, longDuration } from '../report/text/units.ts'
import { note, warn } from './notices.ts'

/** What was read of a journal: what is replayed, and the lines that are no records. */
export interface JournalReading {
  readonly path: string
  readonly selection: ReplaySelection
  readonly damagedLines: number
  /** True where the last line is not whole: it is being written, or a crash cut it off. */
  readonly hasTornTail: boolean
}

/** A wait that is worth a remark before it begins. */
const LONG_WAIT_MS = 10_000

/** Tells, on standard error, what of a journal is not replayed. */
export function tellReading(reading: JournalReading, context: Context): void {
  const { path, selection, damagedLines, hasTornTail } = reading
  const { requests, refused, bodiless, otherMethods } = selection
  if (damagedLines > 0) {
    const hint = `hookstep journal verify ${path}`
    warn(context, `skipped: ${count(damagedLines, 'damaged line')}`, hint)
  }
  if (hasTornTail) note(context, 'skipped: the last line, which is not whole, or not yet')
  if (bodiless > 0) warn(context, requestsLeftOut(bodiless, 'the body was not kept'))
  if (otherMethods > 0) warn(context, requestsLeftOut(otherMethods, 'not a POST'))
  // Where nothing is left, the error says it.
  if (refused > 0 && requests.length > 0) {
    note(context, requestsLeftOut(refused, 'refused when it was recorded'), '--include-refused')
  }
}

/** Tells which headers are left out, and how long the recorded pace takes. */
export function tellPlan(
  { hashedHeaders, unsendableHeaders, cutGaps, waitMs }: ReplayPlan,
  hasOwn: (name: string) => boolean,
  context: Context,
): void {
  const missing = hashedHeaders.filter((name) => !hasOwn(name))
  if (missing.length > 0) {
    warn(context, headersLeftOut(missing, 'the journal keeps only a hash'), substitutesOf(missing))
  }
  if (unsendableHeaders.length > 0) {
    warn(context, headersLeftOut(unsendableHeaders, 'no request can carry that'))
  }
  if (cutGaps > 0) note(context, `cut to an hour: ${count(cutGaps, 'longer gap')}`)
  if (waitMs > LONG_WAIT_MS) {
    note(context, `the recorded pace takes ${longDuration(waitMs)}`, '--time-scale 100x')
  }
}

function requestsLeftOut(amount: number, why: string): string {
  return `left out: ${count(amount, 'request')} (${why})`
}

function headersLeftOut(names: readonly string[], why: string): string {
  return `left out: ${names.length === 1 ? 'header' : 'headers'} ${names.join(', ')} (${why})`
}

/** The flags that send such headers. */
function substitutesOf(names: readonly string[]): string {
  const custom = names.filter((name) => !isBearer(name)).map((name) => `-H '${name}: …'`)
  return [...(names.some(isBearer) ? ['--token'] : []), ...custom].slice(0, 2).join(' ')
}

function isBearer(name: string): boolean {
  return name.toLowerCase() === 'authorization'
}

/** The error for a journal of which nothing is to be sent; it names the filters. */
export function nothingToReplay(
  { path, selection }: JournalReading,
  choice: ReplayChoice,
): CliError {
  const { recorded, refused } = selection
  const filters = filtersOf(choice)
  const isFiltered = filters.length > 0 && recorded > 0
  const what = isFiltered ? `fits ${filters.join(' ')}` : 'is a notification'
  const rest = refused > 0 ? `; ${refused} ${refused === 1 ? 'was' : 'were'} refused` : ''
  const message = `none of the ${count(recorded, 'request')} in ${path} ${what}${rest}`
  return new CliError('NOTHING_TO_REPLAY', recorded === 0 ? `${path} holds no request` : message, {
    hint: refused > 0 ? '--include-refused' : `hookstep journal list ${path}`,
  })
}

function filtersOf({ statuses, interviewIds, seqs }: ReplayChoice): string[] {
  const ranges = seqs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
  return [
    ...(statuses.length > 0 ? [`--only ${statuses.join(',')}`] : []),
    ...interviewIds.map((id) => `--session ${id}`),
    ...(ranges.length > 0 ? [`--seq ${ranges.join(',')}`] : []),
  ]
}
