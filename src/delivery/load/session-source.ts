import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Clock, Random } from '../../context.ts'
import type { PlannedSession, SessionIdentity } from '../../contract/delivery.ts'
import { disorder } from '../disorder.ts'
import { createInterviewIds } from '../interview-id.ts'
import { renderBody, type SessionTemplate } from './session-template.ts'
import type { ThreadShare } from './thread-share.ts'

export interface SessionSourceOptions {
  readonly templates: readonly SessionTemplate[]
  readonly externalCustomerId: { readonly value: string | null } | 'made-up'
  /** The same seed gives session number n the same flow and the same duplicates, however many threads there are. */
  readonly seed: number
  /** The chance that a notification is sent twice, 0 to 1. */
  readonly duplicate: number
  readonly share: ThreadShare
  readonly clock: Pick<Clock, 'now'>
  readonly random: Random
}

/** Gives the sessions of a run one by one, each when it begins: of those to come, nothing is kept. */
export interface SessionSource {
  /** The number of the session that `next` gives, among those of all threads; from 0. */
  readonly nextNumber: () => number
  readonly next: () => PlannedSession
}

const LARGEST_SEED = 2 ** 31 - 1

/** Sessions chosen by weight. Every thread draws for all of them, and makes its own ones. */
export function createSessionSource(options: SessionSourceOptions): SessionSource {
  const generator = xoroshiro128plus(options.seed)
  const { index, of } = options.share
  const choose = createChoice(options.templates)
  const makeId = createInterviewIds(options.random)
  const draw = (): { choice: number; seed: number } => ({
    choice: uniformFloat64(generator),
    seed: uniformInt(generator, 0, LARGEST_SEED),
  })
  const pass = (count: number): void => {
    for (let passed = 0; passed < count; passed += 1) draw()
  }
  let number = index
  pass(index)
  return {
    nextNumber: () => number,
    next: () => {
      const { choice, seed } = draw()
      const session = planSession(choose(choice), number, makeId(options.clock.now()), options)
      number += of
      pass(of - 1)
      return withDuplicates(session, options.duplicate, seed)
    },
  }
}

/** The template at a place from 0 to 1 on a line on which each has the length of its weight. */
function createChoice(templates: readonly SessionTemplate[]): (place: number) => SessionTemplate {
  let total = 0
  const ends = templates.map(({ weight }) => (total += weight))
  return (place) => {
    const found = ends.findIndex((end) => place * total < end)
    return templates.at(found) as SessionTemplate
  }
}

function planSession(
  template: SessionTemplate,
  number: number,
  interviewId: string,
  { externalCustomerId }: SessionSourceOptions,
): PlannedSession {
  const session: SessionIdentity = {
    interviewId,
    externalCustomerId:
      externalCustomerId === 'made-up'
        ? `Customer#${String(number + 1).padStart(4, '0')}`
        : externalCustomerId.value,
    label: template.label,
    flow: template.flow,
  }
  const notifications = template.notifications.map((each) => ({
    session,
    onboardingStatus: each.onboardingStatus,
    body: renderBody(each, session),
    gapMs: each.gapMs,
  }))
  return { session, notifications }
}

function withDuplicates(session: PlannedSession, duplicate: number, seed: number): PlannedSession {
  if (duplicate === 0) return session
  const options = { duplicate, drop: 0, shuffle: false, late: null }
  return disorder([session], options, seed).sessions[0] as PlannedSession
}
