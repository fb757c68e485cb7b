import { finished, inOrder, type EndpointFacts, type Probe } from '../probe.ts'

/** A notification for each custom header, with that one missing or wrong; of no use where there are none. */
export function withSpoiltHeader(how: 'missing' | 'wrong'): (facts: EndpointFacts) => Probe {
  return ({ customHeaders }) => {
    if (customHeaders.length === 0) return { kind: 'none', reason: 'needs -H' }
    return inOrder(
      ...customHeaders.map((name, session) =>
        finished(`${name} ${how}`, { session, spoiltHeader: { name, how } }),
      ),
    )
  }
}
