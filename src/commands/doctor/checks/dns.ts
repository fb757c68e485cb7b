import { isLoopback } from '../../../config/loopback.ts'
import { fail, pass, type Check } from '../check.ts'
import { atEndpoint } from '../at-endpoint.ts'

/** Whether the name of the endpoint resolves. */
export const dns: Check = {
  rule: 'dns',
  title: 'Endpoint DNS',
  severity: 'required',
  concerns: 'endpoint',
  run: atEndpoint((endpoint, { addresses, failure }) => {
    const { hostname } = endpoint
    if (failure?.stage === 'dns') {
      const advice = 'check its spelling, and the DNS and VPN of this machine'
      const evidence = { hostname, code: failure.code }
      return fail(`${hostname} does not resolve: ${failure.detail}`, advice, evidence)
    }
    const where = isLoopback(endpoint) ? 'this machine' : addresses.join(', ')
    return pass(`${hostname} is ${where}`, { hostname, addresses })
  }),
}
