import { headerValues, type Answer } from '../../acknowledgement.ts'
import type { CheckExchange, Evidence } from '../evidence.ts'
import { NOTHING_SENT } from '../hidden.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authChallenge: RuleOf = {
  id: 'AUTH-CHALLENGE',
  title: 'Says how to authenticate in a 401',
  why: 'A 401 must say how to authenticate, and error="invalid_token" tells a wrong token from a missing one (vendor-facts 4; RFC 6750, 3).',
  severity: 'recommended',
  advice: 'send WWW-Authenticate: Bearer, with error="invalid_token" only where a token was sent',
  probe: withCredentials(['none', 'no token'], ['wrong', 'a wrong token']),
  judge: judgeChallenge,
}

/** Denied with another status, of which other rules tell. */
const NO_401: Judgement = { result: 'skipped', message: 'there is no 401' }

function judgeChallenge({ exchanges }: Evidence): Judgement {
  if (exchanges.length === 0) return NOTHING_SENT
  const [without, wrong] = exchanges.flatMap(denialOf)
  if (without === undefined || wrong === undefined) return NO_401
  const bare = challengeOf(without)
  if (bare === null) return { result: 'fail', message: '401 without WWW-Authenticate: Bearer' }
  if (/error=/i.test(bare)) {
    return { result: 'warn', message: 'an error code, and no token was sent' }
  }
  if (!/error="?invalid_token"?/i.test(challengeOf(wrong) ?? '')) {
    return { result: 'warn', message: 'no error="invalid_token" after a wrong token' }
  }
  return { result: 'pass', message: 'as RFC 6750 has it' }
}

function denialOf({ outcome }: CheckExchange): Answer[] {
  return outcome.kind === 'answer' && outcome.answer.httpStatus === 401 ? [outcome.answer] : []
}

const BEARER = /(?:^|,)\s*(bearer(?:[\s,].*)?)$/i

function challengeOf(denial: Answer): string | null {
  const challenges = headerValues(denial, 'www-authenticate')
  // One header may list several (RFC 9110, 11.6.1).
  return challenges.map((each) => BEARER.exec(each)?.[1]).find((each) => each !== undefined) ?? null
}
