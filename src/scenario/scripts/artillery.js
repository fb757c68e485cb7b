'use strict'

const { randomBytes } = require('node:crypto')
const http = require('node:http')
const https = require('node:https')

// {{scenario}}

const variables = readVariables(process.env)
// A connection that waits longer than 4 s may be about to be closed by the endpoint: Node's own servers keep it for 5.
const kept = { keepAlive: true, timeout: 4000 }
const agents = {
  'http:': new http.Agent(kept),
  'https:': new https.Agent({ ...kept, rejectUnauthorized: SCENARIO.verifyCertificate }),
}
// Every worker of a run counts for itself, and marks what it has counted.
const mark = randomBytes(3).toString('hex')
let count = 0

/** One session, as a step of the scenario. */
module.exports.playSession = async (context, events) => {
  count += 1
  await playSession(engineOf(events), `${String(count).padStart(4, '0')}-${mark}`)
}

function engineOf(events) {
  const add = (name, value = 1) => events.emit('counter', `hookstep.${name}`, value)
  return {
    variables,
    randomBytes,
    base64: (text) => Buffer.from(text).toString('base64'),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    post: (request) => send(request, events),
    attemptEnded: (status, reason) => {
      add('acknowledged', reason === null ? 1 : 0)
      // A condition on it must find it, even where it is 0.
      add('rejected', reason === null ? 0 : 1)
      if (reason !== null) add(`rejected.${reason}`)
    },
    sessionEnded: (flow, isAcknowledged) => {
      add('sessions')
      add(`sessions.${flow}`)
      if (!isAcknowledged) add('sessions_with_rejection')
    },
  }
}

/** Sends a request, with the metrics that Artillery's own engine has; gives the answer, or why there is none. */
function send({ url, headers, body, timeoutMs, name }, events) {
  const { protocol } = new URL(url)
  const startMs = performance.now()
  events.emit('counter', 'http.requests', 1)
  events.emit('rate', 'http.request_rate')
  return new Promise((resolve) => {
    const fail = (error) => resolve({ failure: failureOf(error) })
    const signal = AbortSignal.timeout(timeoutMs)
    const options = { method: 'POST', headers, agent: agents[protocol], signal }
    const request = (protocol === 'https:' ? https : http).request(url, options, (response) => {
      const elapsedMs = performance.now() - startMs
      events.emit('counter', `http.codes.${response.statusCode}`, 1)
      events.emit('counter', 'http.responses', 1)
      events.emit('histogram', 'http.response_time', elapsedMs)
      events.emit('histogram', `hookstep.response_time.${name}`, elapsedMs)
      readBody(response).then(
        (text) => resolve(toAnswer(response, text)),
        // What dies in the middle of an answer has broken the protocol.
        (error) => resolve({ failure: failureOf(error).replace('RESET', 'PROTOCOL') }),
      )
    })
    request.on('error', fail)
    request.end(body)
  })
}

async function readBody(response) {
  const chunks = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function toAnswer({ statusCode, rawHeaders }, body) {
  const values = (name) =>
    rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1].toLowerCase() === name)
  return {
    httpStatus: statusCode,
    contentTypes: values('content-type'),
    contentEncodings: values('content-encoding'),
    body,
  }
}

const FAILURES = {
  TIMEOUT: /^(ETIMEDOUT|ABORT_ERR|TimeoutError)$/,
  CONNECTION_REFUSED: /^ECONNREFUSED$/,
  RESET: /^(ECONNRESET|EPIPE)$/,
  DNS: /^(ENOTFOUND|EAI_\w+)$/,
  UNREACHABLE: /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES)$/,
  TLS: /^(EPROTO|ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH)/,
}

/** Node's codes of errors, as hookstep's reasons. */
function failureOf({ code, name, cause, errors }) {
  const own = code || (errors && errors.length > 0 && errors[errors.length - 1].code)
  const codes = [own, name, cause && cause.name].filter((each) => typeof each === 'string')
  const found = Object.entries(FAILURES).find(([, pattern]) =>
    codes.some((each) => pattern.test(each)),
  )
  return found === undefined ? 'PROTOCOL' : found[0]
}

// {{session}}
