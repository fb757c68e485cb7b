import { finished, inOrder, type Credentials, type EndpointFacts, type Probe } from '../probe.ts'

/** A notification with each of these credentials; of no use where no token is known. */
export function withCredentials(
  ...tried: readonly (readonly [credentials: Credentials, label: string])[]
): (facts: EndpointFacts) => Probe {
  return ({ hasToken }) =>
    hasToken
      ? inOrder(...tried.map(([credentials, label]) => finished(label, { credentials })))
      : { kind: 'none', reason: 'needs --token or --oauth-url' }
}
