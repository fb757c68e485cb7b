/**
 * An endpoint for Incode's onboarding-status webhook, as a route handler of Next.js (app router): a plain function
 * from Request to Response, good for every server that speaks those.
 *
 *     cp route.js app/webhook/route.js
 *     WEBHOOK_TOKEN=secret npx next dev     # without WEBHOOK_TOKEN, everybody may post
 *     HOOKSTEP_TOKEN=secret npx hookstep check http://127.0.0.1:3000/webhook
 */
import { createHash, timingSafeEqual } from 'node:crypto'

export const runtime = 'nodejs'

const LIMIT_BYTES = 100 * 1024

export async function POST(request) {
  const refusal = authenticate(request) ?? requireJson(request)
  if (refusal !== null) return refusal
  const body = await readBody(request)
  if (body === null) return Response.json({ error: 'too large' }, { status: 413 })
  const notification = parseNotification(body)
  if (notification === null) return Response.json({ error: 'not a notification' }, { status: 400 })
  // Answer first, work later: the vendor waits, and sends again what is not answered in time. On a platform
  // that stops after the answer, hand the work to `after()` of next/server.
  if (record(notification)) setImmediate(() => void work(notification).catch(console.error))
  return new Response(null, { status: 204 })
}

const refuse = () =>
  Response.json({ error: 'POST only' }, { status: 405, headers: { Allow: 'POST' } })

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE }

function authenticate({ headers }) {
  const { WEBHOOK_TOKEN } = process.env
  if (WEBHOOK_TOKEN === undefined) return null
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (token !== undefined && isSame(token, WEBHOOK_TOKEN)) return null
  // RFC 6750, 3: an error code only where a token was sent.
  const challenge = token === undefined ? 'Bearer' : 'Bearer error="invalid_token"'
  const answer = { status: 401, headers: { 'WWW-Authenticate': challenge } }
  return Response.json({ error: 'unauthorized' }, answer)
}

// In constant time: how long a comparison takes must not tell how much of a token is right.
function isSame(a, b) {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(left, right)
}

function requireJson({ headers }) {
  const type = headers.get('content-type') ?? 'application/json'
  const isPlain = headers.get('content-encoding') === null
  if (isPlain && /^application\/json *(;|$)/i.test(type)) return null
  return Response.json({ error: 'application/json only, not compressed' }, { status: 415 })
}

// Chunk by chunk: request.json() has no limit.
async function readBody({ body }) {
  const chunks = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > LIMIT_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
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
