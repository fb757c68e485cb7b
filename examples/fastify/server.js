/**
 * An endpoint for Incode's onboarding-status webhook, in Fastify 5.
 *
 *     npm install fastify
 *     WEBHOOK_TOKEN=secret PORT=3000 node server.js     # without WEBHOOK_TOKEN, everybody may post
 *     HOOKSTEP_TOKEN=secret npx hookstep check http://127.0.0.1:3000/webhook
 *
 * It is an ES module: name it server.mjs where package.json has no "type": "module".
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import Fastify from 'fastify'

const { PORT = '3000', HOST = '127.0.0.1', WEBHOOK_TOKEN } = process.env

const app = Fastify({ bodyLimit: 100 * 1024 })

// The bytes, not Fastify's own parser: that one replaces what is not UTF-8 without a word.
app.removeAllContentTypeParsers()
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

app.post('/webhook', { onRequest: [authenticate, requireJson] }, async (request, reply) => {
  const notification = parseNotification(request.body)
  if (notification === null) return reply.code(400).send({ error: 'not a notification' })
  const isNew = record(notification)
  // Answer first, work later: the vendor waits, and sends again what is not answered in time.
  if (isNew) setImmediate(() => void work(notification).catch(console.error))
  return reply.code(204).send()
})

app.route({
  method: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  url: '/webhook',
  onRequest: async (_request, reply) => {
    return reply.code(405).header('Allow', 'POST').send({ error: 'POST only' })
  },
  handler: () => {},
})

async function authenticate({ headers }, reply) {
  if (WEBHOOK_TOKEN === undefined) return
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (token !== undefined && isSame(token, WEBHOOK_TOKEN)) return
  // RFC 6750, 3: an error code only where a token was sent.
  const challenge = token === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
  return reply.code(401).header('WWW-Authenticate', challenge).send({ error: 'unauthorized' })
}

// In constant time: how long a comparison takes must not tell how much of a token is right.
function isSame(a, b) {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(left, right)
}

async function requireJson({ headers }, reply) {
  const { 'content-type': type = 'application/json', 'content-encoding': encoding } = headers
  if (encoding === undefined && /^application\/json *(;|$)/i.test(type)) return
  return reply.code(415).send({ error: 'application/json only, not compressed' })
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

console.log(`listening on ${await app.listen({ port: Number(PORT), host: HOST })}/webhook`)

process.once('SIGTERM', () => void app.close())
