import { isLoopback } from '../../../config/loopback.ts'
import { atEndpoint } from '../at-endpoint.ts'
import { fail, pass, skipped, type Check } from '../check.ts'

/** Whether the endpoint takes connections; no request is sent. */
export const connection: Check = {
  rule: 'connection',
  title: 'Endpoint connection',
  severity: 'required',
  concerns: 'endpoint',
  run: atEndpoint((endpoint, { failure }) => {
    const { host } = endpoint
    if (failure?.stage === 'dns') return skipped('the name does not resolve')
    if (failure?.stage !== 'connection') return pass(`${host} takes connections`, { host })
    const advice = isLoopback(endpoint)
      ? 'start the app that listens there'
      : 'check the port, the firewall on the way, and whether the server runs'
    const evidence = { host, code: failure.code }
    return fail(`${host} takes no connection: ${failure.detail}`, advice, evidence)
  }),
}
