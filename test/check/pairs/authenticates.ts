import type { Reply, Seen } from '../../endpoints/healthy.ts'
import { EXPIRED, slips, TOKEN, type Pair, type Pairs } from './pair.ts'

const ACCEPTED: Reply = { status: 204 }

/** Lets in what this is true for, and should not. */
function letsIn(
  isMeant: (seen: Seen, token: string) => boolean,
  says = /(^|: )204 instead of 401/,
): Pair {
  return {
    start: slips(() => (seen, { status }) => {
      const [, token = ''] = /^Bearer (.+)$/.exec(seen.headers['authorization'] ?? '') ?? []
      const isDenied = status === 401 || status === 403
      return isDenied && isMeant(seen, token) ? ACCEPTED : null
    }),
    says,
  }
}

function isWithoutToken({ headers, url }: Seen): boolean {
  return headers['authorization'] === undefined && !url.includes('access_token')
}

export const AUTHENTICATES: Pairs = {
  'AUTH-TOKEN': {
    start: slips(
      () =>
        (_, { status }) =>
          status === 204 ? { status: 401 } : null,
    ),
    says: /^denied with 401$/,
    alsoShows: { 'ACK-HTTP-STATUS': 'every notification has the token that is denied' },
  },
  'AUTH-NONE': letsIn(isWithoutToken, /^204 instead of 401$/),
  'AUTH-WRONG': letsIn((_, token) => token !== '' && token.length !== TOKEN.length),
  'AUTH-SAME-LENGTH': letsIn(
    (_, token) => token.length === TOKEN.length && token[0] === TOKEN[0] && token !== TOKEN,
  ),
  'AUTH-EXPIRED': letsIn((_, token) => token === EXPIRED),
  'AUTH-BASIC': letsIn(({ headers }) => headers['authorization']?.startsWith('Basic ') === true),
  'AUTH-QUERY': letsIn(({ url }) => url.includes(`access_token=${TOKEN}`)),
  'AUTH-SCHEME-CASE': {
    start: slips(
      () =>
        ({ headers }) =>
          headers['authorization']?.startsWith('bearer ') === true ? { status: 401 } : null,
    ),
    says: /: 401$/,
  },
  'AUTH-CHALLENGE': {
    start: slips(
      () =>
        (_, { status }) =>
          status === 401 ? { status } : null,
    ),
    says: /^401 without WWW-Authenticate/,
  },
  'AUTH-HEADER-MISSING': letsIn(
    ({ headers }) => headers['x-shop'] === undefined,
    /^204 instead of 401 or 403$/,
  ),
  'AUTH-HEADER-WRONG': letsIn(
    ({ headers }, token) => token === TOKEN && headers['x-shop'] !== undefined,
    /^204 instead of 401 or 403$/,
  ),
}
