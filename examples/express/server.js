/**
 * An endpoint for Incode's onboarding-status webhook, in Express 5.
 *
 *     npm install express
 *     WEBHOOK_TOKEN=secret PORT=3000 node server.js     # without WEBHOOK_TOKEN, everybody may post
 *     HOOKSTEP_TOKEN=secret npx hookstep check http://127.0.0.1:3000/webhook
 *
 * It is an ES module: name it server.mjs where package.json has no "type": "module".
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import express from 'express'

const { PORT = '3000', HOST = '127.0.0.1', WEBHOOK_TOKEN } = process.env

const app = express().disable('x-powered-by')

// The bytes, not express.json(): that one replaces what is not UTF-8 without a word.
const readBody = express.raw({ type: () => true, limit: '100kb', inflate: false })

app.post('/webhook', authenticate, requireJson, readBody, (request, response) => {
  const notification = parseNotification(request.body)
  if (notification === null) return response.status(400).json({ error: 'not a notification' })
  const isNew = record(notification)
  // Answer first, work later: the vendor waits, and sends again what is not answered in time.
  response.status(204).end()
  if (isNew) setImmediate(() => void work(notification).catch(console.error))
})

app.all('/webhook', (_request, response) => {
  response.status(405).set('Allow', 'POST').json({ error: 'POST only' })
})

// 413 and 415 of the body reader, and whatever else goes wrong, as JSON and without a stack.
app.use((error, _request, response, next) => {
  if (response.headersSent) return next(error)
  response
    .status(error.status ?? 500)
    .json({ error: error.status ? error.message : 'internal error' })
})

function authenticate({ headers }, response, next) {
  if (WEBHOOK_TOKEN === undefined) return next()
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (token !== undefined && isSame(token, WEBHOOK_TOKEN)) return next()
  // RFC 6750, 3: an error code only where a token was sent.
  const challenge = token === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
  response.status(401).set('WWW-Authenticate', challenge).json({ error: 'unauthorized' })
}

// In constant time: how long a comparison takes must not tell how much of a token is right.
function isSame(a, b) {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(left, right)
}

function requireJson({ headers }, response, next) {
  const { 'content-type': type = 'application/json' } = headers
  if (/^application\/json *(;|$)/i.test(type)) return next()
  response.status(415).json({ error: 'application/json only' })
}

// Only what is used is checked: new fields and new statuses must not break it.
function parseNotification(body) {
  try {
    const fields = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return isText(fields.interviewId) && isText(fields.onboardingStatus) ? fields : null
  } catch {
    return null
  }
}

function isText(value) {
  return typeof value === 'string' && value !== ''
}

// Your database, with a unique key: the vendor may send the same twice, and in any order.
const seen = new Set()

function record({ interviewId, onboardingStatus }) {
  const key = JSON.stringify([interviewId, onboardingStatus])
  if (seen.has(key)) return false
  seen.add(key)
  return true
}

// ONBOARDING_FINISHED does not say whether somebody passed: fetch the score, and look at overall.status.
async function work({ onboardingStatus, interviewId, externalCustomerId = null }) {
  console.log(JSON.stringify({ onboardingStatus, interviewId, externalCustomerId }))
}

const server = app.listen(Number(PORT), HOST, (error) => {
  if (error) throw error
  console.log(`listening on http://${HOST}:${server.address().port}/webhook`)
})

process.once('SIGTERM', () => server.close())
