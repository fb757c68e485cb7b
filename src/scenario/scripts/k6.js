import http from 'k6/http'
import { check, sleep } from 'k6'
import { randomBytes } from 'k6/crypto'
import { b64encode } from 'k6/encoding'
import exec from 'k6/execution'
import { Counter } from 'k6/metrics'

// {{scenario}}

export const options = {
  scenarios: {
    sessions: {
      executor: 'constant-arrival-rate',
      rate: SCENARIO.arrivals.rate,
      timeUnit: SCENARIO.arrivals.timeUnit,
      duration: SCENARIO.arrivals.duration,
      preAllocatedVUs: SCENARIO.arrivals.preAllocatedVUs,
      maxVUs: SCENARIO.arrivals.maxVUs,
      // Sessions that have begun go on to their end.
      gracefulStop: SCENARIO.arrivals.gracefulStop,
    },
  },
  thresholds: {
    checks: ['rate==1'],
    // A session that k6 had no VU for was not sent: raise maxVUs.
    dropped_iterations: ['count==0'],
  },
  insecureSkipTLSVerify: !SCENARIO.verifyCertificate,
}

const REASONS = [
  ...['WRONG_STATUS', 'REDIRECT', 'WRONG_MEDIA_TYPE', 'BODY_NOT_JSON', 'SUCCESS_FALSE'],
  ...['BODY_ENCODED', 'TIMEOUT', 'CONNECTION_REFUSED', 'RESET', 'DNS', 'TLS', 'UNREACHABLE'],
  ...['PROTOCOL', 'TOKEN'],
]
const counters = {
  acknowledged: new Counter('hookstep_acknowledged'),
  rejected: new Counter('hookstep_rejected'),
  sessions: new Counter('hookstep_sessions'),
  sessionsRejected: new Counter('hookstep_sessions_with_rejection'),
}
const reasons = {}
for (const reason of REASONS) {
  reasons[reason] = new Counter(`hookstep_rejected_${reason.toLowerCase()}`)
}

const engine = {
  variables: readVariables(__ENV),
  randomBytes,
  base64: b64encode,
  sleep: (ms) => sleep(ms / 1000),
  post: ({ url, headers, body, timeoutMs, name }) => {
    const isRead = name === 'token' || SCENARIO.strict
    const answer = http.post(url, body, {
      headers,
      timeout: timeoutMs,
      redirects: 0,
      responseType: isRead ? 'text' : 'none',
      responseCallback: http.expectedStatuses(200, 204),
      // A cookie is never sent back.
      jar: new http.CookieJar(),
      // In the place of the URL, which may hold a secret.
      tags: { name },
    })
    return answer.status === 0 ? { failure: failureOf(answer.error_code) } : toAnswer(answer)
  },
  attemptEnded: (status, reason) => {
    check(reason, { acknowledged: (each) => each === null }, { onboarding_status: status })
    ;(reason === null ? counters.acknowledged : counters.rejected).add(1, {
      onboarding_status: status,
    })
    if (reason !== null) reasons[reason].add(1, { onboarding_status: status })
  },
  sessionEnded: (flow, isAcknowledged) => {
    counters.sessions.add(1, { flow })
    if (!isAcknowledged) counters.sessionsRejected.add(1, { flow })
  },
}

function toAnswer({ status, headers, body }) {
  const values = (name) => (headers[name] === undefined ? [] : [headers[name]])
  return {
    httpStatus: status,
    contentTypes: values('Content-Type'),
    contentEncodings: values('Content-Encoding'),
    body,
  }
}

/** k6's codes of errors, from and to, as hookstep's reasons; the first that fits counts. */
const FAILURES = [
  [1050, 1050, 'TIMEOUT'],
  [1211, 1211, 'TIMEOUT'],
  [1212, 1212, 'CONNECTION_REFUSED'],
  [1201, 1201, 'RESET'],
  [1220, 1220, 'RESET'],
  [1100, 1199, 'DNS'],
  [1300, 1399, 'TLS'],
  [1010, 1010, 'UNREACHABLE'],
  [1200, 1299, 'UNREACHABLE'],
]

function failureOf(code) {
  const found = FAILURES.find(([from, to]) => code >= from && code <= to)
  return found === undefined ? 'PROTOCOL' : found[2]
}

/** The first token of the run, for every VU; without one the run does not begin. */
export async function setup() {
  return SCENARIO.oauth === null ? null : requestToken(engine)
}

let hasFirstToken = false

/** One session. Its number is its own in the whole test, on however many machines. */
export default async function (firstToken) {
  if (!hasFirstToken) tokens.kept = firstToken
  hasFirstToken = true
  await playSession(engine, String(exec.scenario.iterationInTest + 1).padStart(4, '0'))
}

// {{session}}
