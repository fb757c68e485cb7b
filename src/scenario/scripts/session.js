// What a session is, how it gets its token and how an answer is judged: the same for every engine.

const REDIRECTS = [301, 302, 303, 307, 308]
/** How long a token, one that a 401 asked for, and a failure to get one stand: the load is for the endpoint. */
const REST_MS = 1000
const tokens = { kept: null, pending: null, wasRefused: false, restUntilMs: 0 }

/** The variables that this scenario reads, by what they are for; a missing one ends the run before it begins. */
function readVariables(environment) {
  const values = {}
  for (const name of SCENARIO.variables) {
    if (!environment[name]) throw new Error(`${name} is not set in the environment`)
    values[name] = environment[name]
  }
  return values
}

/** Plays one session: its notifications one after the other, whatever became of the one before. */
async function playSession(engine, number) {
  const session = chooseSession(Math.random())
  const ids = { interviewId: makeInterviewId(engine), externalCustomerId: externalId(number) }
  let [dueMs, rejected] = [Date.now(), 0]
  for (const { onboardingStatus, gapMs, texts, ids: names } of session.notifications) {
    // A gap counts from when the one before was due; without one, from its answer.
    dueMs = gapMs > 0 ? dueMs + gapMs : Date.now()
    const waitMs = dueMs - Date.now()
    if (waitMs > 0) await engine.sleep(waitMs)
    const body = texts[0] + names.map((name, index) => ids[name] + texts[index + 1]).join('')
    const isAcknowledged = await deliver(engine, onboardingStatus, body)
    if (!isAcknowledged) rejected += 1
  }
  engine.sessionEnded(session.flow, rejected === 0)
}

/** A session of the mix: each has its weight as its length on a line, and `place` is one on it, from 0 to 1. */
function chooseSession(place) {
  const { sessions } = SCENARIO
  let rest = place * sessions.reduce((sum, { weight }) => sum + weight, 0)
  for (const session of sessions) {
    if (rest < session.weight) return session
    rest -= session.weight
  }
  return sessions[sessions.length - 1]
}

/** 24 hex digits, as the vendor's ids have them: the seconds since 1970, and eight random bytes. */
function makeInterviewId(engine) {
  const random = Array.from(new Uint8Array(engine.randomBytes(8)), (byte) => hex(byte, 2))
  return hex(Math.floor(Date.now() / 1000), 8) + random.join('')
}

function hex(value, digits) {
  return value.toString(16).padStart(digits, '0')
}

function externalId(number) {
  const { prefix, all } = SCENARIO.externalCustomerId
  return prefix === null ? all : prefix + number
}

/** True when it was acknowledged. A token that was refused is renewed once, and the notification sent again. */
async function deliver(engine, status, body) {
  const first = await attempt(engine, status, body)
  const { reason } = first.isTokenRefused ? await attempt(engine, status, body) : first
  return reason === null
}

async function attempt(engine, status, body) {
  const token = await getToken(engine).catch(() => undefined)
  const answer =
    token === undefined ? { failure: 'TOKEN' } : await post(engine, status, body, token)
  const reason = answer.failure || judge(answer)
  engine.attemptEnded(status, reason)
  const isTokenRefused = answer.httpStatus === 401 && refuse(token)
  return { reason, isTokenRefused }
}

async function post(engine, status, body, token) {
  const headers = Object.fromEntries(SCENARIO.headers)
  if (token !== null) headers.authorization = `Bearer ${token}`
  for (const [name, variable] of SCENARIO.secretHeaders) headers[name] = engine.variables[variable]
  const url = SCENARIO.url || engine.variables.HOOKSTEP_URL
  return engine.post({ url, headers, body, timeoutMs: SCENARIO.timeoutMs, name: status })
}

/** Null for an acknowledgement: 204, or 200 with the media type application/json. Otherwise the reason. */
function judge({ httpStatus, contentTypes, contentEncodings, body }) {
  if (httpStatus < 200 || httpStatus > 599) return 'PROTOCOL'
  if (REDIRECTS.includes(httpStatus)) return 'REDIRECT'
  if (httpStatus === 204) return null
  if (httpStatus !== 200) return 'WRONG_STATUS'
  const isJson = /^\s*application\/json\s*(;.*)?$/i.test(contentTypes[0] || '')
  if (contentTypes.length !== 1 || !isJson) return 'WRONG_MEDIA_TYPE'
  return SCENARIO.strict ? bodyFlaw(contentEncodings, body) : null
}

function bodyFlaw(contentEncodings, body) {
  if (contentEncodings.some((each) => each.trim().toLowerCase() !== 'identity'))
    return 'BODY_ENCODED'
  try {
    const { success } = Object(JSON.parse(body))
    return success === false || success === 'false' ? 'SUCCESS_FALSE' : null
  } catch {
    return 'BODY_NOT_JSON'
  }
}

/** The token for the next attempt; null sends none. One request at a time, however many wait for it. */
async function getToken(engine) {
  if (SCENARIO.oauth === null) return engine.variables.HOOKSTEP_TOKEN || null
  if (tokens.kept !== null && Date.now() < tokens.kept.untilMs) return tokens.kept.value
  if (tokens.pending === null) {
    tokens.pending = renew(engine).finally(() => {
      tokens.pending = null
    })
  }
  return tokens.pending
}

async function renew(engine) {
  const restMs = tokens.restUntilMs - Date.now()
  if (restMs > 0) {
    await engine.sleep(restMs)
    throw new Error('the token endpoint gave no token a moment ago')
  }
  try {
    const { value, untilMs } = await requestToken(engine)
    const firmUntilMs = tokens.wasRefused ? Date.now() + REST_MS : 0
    tokens.kept = { value, untilMs: Math.max(untilMs, Date.now() + REST_MS), firmUntilMs }
    tokens.wasRefused = false
    return value
  } catch (error) {
    tokens.restUntilMs = Date.now() + REST_MS
    throw error
  }
}

/** Takes back a token that was answered 401: true when another one is to be had. */
function refuse(token) {
  if (SCENARIO.oauth === null || SCENARIO.oauth.keepTokenOn401) return false
  if (tokens.kept === null || tokens.kept.value !== token) return true
  if (Date.now() < tokens.kept.firmUntilMs) return false
  tokens.kept = null
  tokens.wasRefused = true
  return true
}

/** OAuth 2.0 client credentials; what fails on the way, and a 5xx, is tried three times. */
async function requestToken(engine) {
  for (const pauseMs of [200, 600, null]) {
    const answer = await engine.post({
      url: SCENARIO.oauth.url || engine.variables.HOOKSTEP_OAUTH_URL,
      headers: {
        authorization: `Basic ${engine.base64(credentials(engine.variables))}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'accept-encoding': 'identity',
      },
      body: 'grant_type=client_credentials',
      timeoutMs: 3000,
      name: 'token',
    })
    if (!answer.failure && answer.httpStatus < 500) return readToken(answer)
    if (pauseMs !== null) await engine.sleep(pauseMs)
  }
  throw new Error('the token endpoint gives no token')
}

/** Id and secret, each form-urlencoded first (RFC 6749, 2.3.1), or plain as on the vendor's page. */
function credentials({ HOOKSTEP_CLIENT_ID: id, HOOKSTEP_CLIENT_SECRET: secret }) {
  if (SCENARIO.oauth.credentials === 'plain') return `${id}:${secret}`
  return `${formUrlencode(id)}:${formUrlencode(secret)}`
}

function formUrlencode(text) {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, percentEncode)
    .replace(/%20/g, '+')
}

function percentEncode(character) {
  return `%${hex(character.charCodeAt(0), 2).toUpperCase()}`
}

/** A token is renewed 30 s before it expires, or a tenth of its life before, if that is less. */
function readToken({ httpStatus, body }) {
  if (httpStatus !== 200) throw new Error(`the token endpoint answered ${httpStatus}`)
  const { access_token: value, expires_in: seconds } = JSON.parse(body)
  const lifeMs = Math.min(Math.max(Number(seconds ?? 300), 0), 86400) * 1000
  if (typeof value !== 'string' || !/^[\w.~+/-]+=*$/.test(value) || Number.isNaN(lifeMs)) {
    throw new Error('the answer of the token endpoint is no bearer token')
  }
  return { value, untilMs: Date.now() + lifeMs - Math.min(30000, lifeMs / 10) }
}
