import type { Visit } from '../../exchange/visit.ts'
import { skipped, type Check, type CheckResult } from './check.ts'
import type { Subject } from './subject.ts'

type Judge = (endpoint: URL, visit: Visit, subject: Subject) => CheckResult

/** The part of a check that judges a visit to the endpoint, where there is one that may be visited. */
export function atEndpoint(judge: Judge): Check['run'] {
  return async (subject) => {
    const { endpoint } = subject
    if (endpoint === null) return skipped('no endpoint is given: hookstep doctor URL')
    if (subject.isOutOfBounds(endpoint)) return skipped(`--offline: ${endpoint.host} is not asked`)
    return judge(endpoint, await subject.visitEndpoint(endpoint), subject)
  }
}
