import type { EndpointFacts } from '../../contract/rules/probe.ts'
import { customHeaderNames, type Endpoint } from '../endpoint.ts'

/** What the rules of `check` know of an endpoint before anything is sent. */
export function endpointFacts(
  endpoint: Pick<Endpoint, 'url' | 'headers'>,
  known: Pick<EndpointFacts, 'isLoopback' | 'hasToken' | 'hasExpiredToken'>,
): EndpointFacts {
  return {
    ...known,
    isHttps: endpoint.url.protocol === 'https:',
    customHeaders: [...new Set(customHeaderNames(endpoint))],
  }
}
