import { setTimeout } from 'node:timers/promises'
import { systemClock } from '../../../src/system-clock.ts'
import { fieldsOf, parse, type Reply, type Seen } from '../../endpoints/healthy.ts'
import type { Slip } from '../../endpoints/healthy-but.ts'
import { takesAtMost } from '../../endpoints/takes-at-most.ts'
import { differs, slips, type Pair, type Pairs } from './pair.ts'

const CONFLICT: Reply = { status: 409 }

/** 409 where this is true for an accepted notification; it may remember what came before. */
function conflicts(make: () => (id: string, status: string) => boolean, says: RegExp): Pair {
  return {
    start: slips(() => {
      const isConflict = make()
      return ({ body }, { status }) => {
        const { interviewId, onboardingStatus } = fieldsOf(parse(body))
        if (status !== 204) return null
        return isConflict(String(interviewId), String(onboardingStatus)) ? CONFLICT : null
      }
    }),
    says,
  }
}

/** 409 to `second` in a session that had `first`. */
function refusesAfter(first: string, second: string, says = new RegExp(`${second}: 409$`)): Pair {
  return conflicts(() => {
    const had = new Set<string>()
    return (id, status) => {
      if (status === first) had.add(id)
      return status === second && had.has(id)
    }
  }, says)
}

/** One session at a time, kept in a variable of the process. */
function keepsOneSession(): (id: string, status: string) => boolean {
  const begun = new Set<string>()
  let current = ''
  return (id, status) => {
    if (status === 'ID_VALIDATION_FINISHED') {
      begun.add(id)
      current = id
    }
    return begun.has(id) && id !== current
  }
}

/** A lock for each notification that is let go only when the next one comes. */
function refusesSameAgain(): (id: string, status: string) => boolean {
  let last = ''
  return (id, status) => {
    const isSame = last === id + status
    last = id + status
    return isSame
  }
}

/** Takes what comes again at once for the same, and what comes again later for an error. */
function refusesLaterRepeat(): (id: string, status: string) => boolean {
  const had = new Set<string>()
  let last = ''
  return (id, status) => {
    const key = id + status
    const isLater = had.has(key) && last !== key
    had.add(key)
    last = key
    return isLater
  }
}

const WORKERS = 20

/** The work is slow where several come together, and for more than twenty there is nobody. */
function hasTwentyWorkers(): Slip {
  let inHand = 0
  return async (_: Seen, { status }, { connections }) => {
    inHand += 1
    const isTooMuch = inHand > WORKERS
    if (connections() > 1) await setTimeout(100)
    inHand -= 1
    return isTooMuch && status === 204 ? { status: 503 } : null
  }
}

export const SURVIVES: Pairs = {
  'SUR-FLOWS': refusesAfter('POST_PROCESSING_FINISHED', 'GOVERNMENT_VALIDATION_FINISHED', /409$/),
  'SUR-DUPLICATES-AT-ONCE': conflicts(refusesSameAgain, /^10 of 20: .*409$/),
  'SUR-DUPLICATES-LATER': conflicts(refusesLaterRepeat, /^10 of 20: .*, again: 409$/),
  'SUR-FINISHED-FIRST': refusesAfter('ONBOARDING_FINISHED', 'POST_PROCESSING_FINISHED'),
  'SUR-REVIEW-FIRST': refusesAfter('MANUAL_REVIEW_APPROVED', 'ONBOARDING_FINISHED'),
  'SUR-AFTER-EXPIRED': refusesAfter('EXPIRED', 'FACE_VALIDATION_FINISHED'),
  'SUR-INTERLEAVED': conflicts(keepsOneSession, /of 80: session .*409$/),
  'SUR-RATE': {
    start: slips(() => takesAtMost(60)),
    says: /^\d+ answers were 429, the first to .*\(SUR-FLOWS\), Retry-After: 1$/,
  },
  'SUR-BURST': { start: slips(hasTwentyWorkers), says: /of 50: .*503$/ },
  'SUR-ABORT': {
    start: differs((well) => (request, response, life) => {
      request.once('close', () => {
        if (!request.complete) life.die()
      })
      well(request, response, life)
    }),
    says: /^dead after half a body \(SUR-ABORT\)/,
    setup: { clock: systemClock },
    alsoShows: { 'SUR-LIVES-ON': 'it tells of every death' },
  },
  'SUR-LIVES-ON': {
    start: differs((well) => (request, response, life) => {
      response.once('finish', () => {
        if (response.statusCode === 413) life.die()
      })
      well(request, response, life)
    }),
    says: /^dead after a body of 2 MB \(REF-LARGE\): the connection was/,
  },
}
