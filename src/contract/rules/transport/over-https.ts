import type { EndpointFacts, Probe } from '../probe.ts'

/** A look at the connection; of no use for plain http. */
export function overHttps({ isHttps }: EndpointFacts): Probe {
  return isHttps ? { kind: 'connection' } : { kind: 'none', reason: 'the URL is not https' }
}
