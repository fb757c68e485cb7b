/** Keys that say the same thing in different ways: one side is used, and the nearer source decides. */
const ALTERNATIVES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['flow'], ['statuses']],
  [['concurrency'], ['rate']],
  [['token'], ['oauthUrl', 'clientId', 'clientSecret', 'oauthCredentials']],
  [['forwardTo'], ['respond', 'respondBody', 'respondType', 'respondDelay']],
  [['requireToken'], ['oauth', 'jwksUrl', 'issuer', 'audience', 'requireScope']],
  [['oauth'], ['jwksUrl', 'issuer', 'audience']],
]

/** The keys (and the attributes of flags) that cannot hold together with this one. */
export function rivalsOf(key: string): readonly string[] {
  return ALTERNATIVES.flatMap(([one, other]) => {
    if (one.includes(key)) return other
    return other.includes(key) ? one : []
  })
}
