import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { DisorderAction, PlannedNotification, PlannedSession } from '../contract/delivery.ts'
import { retryDelaysMs } from '../contract/retry-schedule.ts'

/** What is done to a sequence on purpose. */
export interface DisorderOptions {
  /** The chance that a notification is sent twice, 0 to 1. */
  readonly duplicate: number
  /** The chance that a notification is never sent, 0 to 1. */
  readonly drop: number
  /** Reorders each session, only as far as the vendor's retries could. */
  readonly shuffle: boolean
  /** This status comes after all others of its session; null for none. */
  readonly late: string | null
}

export interface Disordered {
  readonly sessions: readonly PlannedSession[]
  readonly actions: readonly DisorderAction[]
}

type Generator = ReturnType<typeof xoroshiro128plus>

/** A notification on its way through the disorder, with the place that it had in the plan. */
interface Card {
  readonly notification: PlannedNotification
  readonly from: number
  readonly isCopy: boolean
}

/**
 * Drops, doubles and reorders the notifications of every session. The same seed does the same to the
 * same plan. `actions` lists all that was done.
 */
export function disorder(
  sessions: readonly PlannedSession[],
  options: DisorderOptions,
  seed: number,
): Disordered {
  const generator = xoroshiro128plus(seed)
  const changed = sessions.map((session) => disorderSession(session, options, generator))
  return {
    sessions: changed.map(({ session }) => session),
    actions: changed.flatMap(({ actions }) => actions),
  }
}

function disorderSession(
  planned: PlannedSession,
  options: DisorderOptions,
  generator: Generator,
): { session: PlannedSession; actions: DisorderAction[] } {
  const cards = planned.notifications.map((notification, from): Card => ({
    notification,
    from,
    isCopy: false,
  }))
  const kept = cards.filter(() => !happens(options.drop, generator))
  const doubled = kept.flatMap((card) =>
    happens(options.duplicate, generator) ? [card, copyOf(card)] : [card],
  )
  const shuffled = options.shuffle ? shuffle(doubled, generator) : doubled
  const order = options.late === null ? shuffled : holdBack(shuffled, options.late)
  const told = firstIsOriginal(order)
  const dropped = cards.filter((card) => !kept.includes(card)).map((card) => tell(card, null))
  return {
    session: { ...planned, notifications: order.map(({ notification }) => notification) },
    actions: [...dropped, ...tellMoves(doubled, told)],
  }
}

/** The same bytes once more, as a notification of its own: a delivery is known by its object. */
function copyOf(card: Card): Card {
  return { ...card, notification: { ...card.notification }, isCopy: true }
}

/** Of two that are the same, the later one is the copy, whichever it was before the shuffle. */
function firstIsOriginal(cards: readonly Card[]): Card[] {
  const seen = new Set<number>()
  return cards.map((card) => {
    const isCopy = seen.has(card.from)
    seen.add(card.from)
    return isCopy === card.isCopy ? card : { ...card, isCopy }
  })
}

/**
 * Gives each notification a number of failed attempts and sorts by the time at which it would then
 * arrive. Whatever order comes out, the vendor's retries could have caused it (vendor-facts 3).
 */
function shuffle(cards: readonly Card[], generator: Generator): Card[] {
  const delays = retryDelaysMs('vendor')
  const arrivals = cards.map((card, index) => {
    const failures = uniformInt(generator, 0, delays.length)
    const delayMs = delays.slice(0, failures).reduce((sum, delay) => sum + delay, 0)
    return { card, arrivalMs: index + delayMs }
  })
  return arrivals.sort((a, b) => a.arrivalMs - b.arrivalMs).map(({ card }) => card)
}

function holdBack(cards: readonly Card[], status: string): Card[] {
  const isLate = ({ notification }: Card): boolean => notification.onboardingStatus === status
  return [...cards.filter((card) => !isLate(card)), ...cards.filter(isLate)]
}

function tellMoves(before: readonly Card[], after: readonly Card[]): DisorderAction[] {
  return after.flatMap((card, to) =>
    card.isCopy || hasMoved(card, to, before) ? [tell(card, to)] : [],
  )
}

/** False for one that others pushed on, or back to the place that it had in the plan: to a reader, that is no move. */
function hasMoved({ from, isCopy }: Card, to: number, before: readonly Card[]): boolean {
  const place = before.findIndex((each) => each.from === from && each.isCopy === isCopy)
  return place !== to && from !== to
}

function tell({ notification, from, isCopy }: Card, to: number | null): DisorderAction {
  const { session, onboardingStatus } = notification
  const action = to === null ? 'dropped' : isCopy ? 'duplicated' : 'moved'
  return { action, interviewId: session.interviewId, onboardingStatus, from, to }
}

function happens(chance: number, generator: Generator): boolean {
  return chance > 0 && uniformFloat64(generator) < chance
}
