import { setMaxListeners } from 'node:events'
import { expect, test } from 'vitest'
import type { Rule } from '../../src/contract/rules/rule.ts'
import { RULES } from '../../src/contract/rules/rule-list.ts'
import type { Inspect } from '../../src/exchange/exchange.ts'
import { diesOnBadJson } from '../endpoints/dies-on-bad-json.ts'
import { diesOnOtherStatuses } from '../endpoints/dies-on-other-statuses.ts'
import { fieldsOf, healthy, parse, type Seen } from '../endpoints/healthy.ts'
import { healthyBut, type Slip } from '../endpoints/healthy-but.ts'
import { startMortal } from '../endpoints/mortal-server.ts'
import { findClosedPort } from '../helpers/endpoint.ts'
import { messagesOf, resultsOf, runRules, withResult } from './run-rules.ts'

const DESTRUCTIVE = RULES.filter(({ isDestructive }) => isDestructive).map(({ id }) => id)

/** A healthy endpoint that tells of each request. */
function watched(onSeen: (seen: Seen) => void): ReturnType<typeof healthyBut> {
  return healthyBut((seen) => {
    onSeen(seen)
    return null
  })
}

function statusOf({ body }: Seen): unknown {
  return fieldsOf(parse(body)).onboardingStatus
}

test('the ten statuses go first, what may do harm goes last, and a look at the harm after all', async () => {
  const statuses: unknown[] = []
  const { url } = await startMortal(watched((seen) => void statuses.push(statusOf(seen))))
  const tried: Rule[] = []
  await runRules(url, { onRule: (rule) => void tried.push(rule) })
  expect(statuses.slice(0, 10)).toEqual([
    'ONBOARDING_FINISHED',
    'ID_VALIDATION_FINISHED',
    'ID_VALIDATION_FINISHED_SECOND_ID',
    'GOVERNMENT_VALIDATION_FINISHED',
    'FACE_VALIDATION_FINISHED',
    'POST_PROCESSING_FINISHED',
    'POST_PROCESSING_FINISHED_SECOND_ID',
    'MANUAL_REVIEW_APPROVED',
    'MANUAL_REVIEW_REJECTED',
    'EXPIRED',
  ])
  // It sends nothing, and looks back on all.
  const ids = tried.map(({ id }) => id).filter((id) => id !== 'SUR-RATE')
  expect(ids.slice(-DESTRUCTIVE.length).sort()).toEqual([...DESTRUCTIVE].sort())
  expect(ids.at(-1)).toBe('SUR-LIVES-ON')
})

test('results come in the order of the rules, whatever was tried first', async () => {
  const { url } = await startMortal(healthy())
  const places: string[] = []
  const { results } = await runRules(url, {
    onRule: ({ id }, { number, of }) => void places.push(`${number}/${of} ${id}`),
    only: ['SUR-LIVES-ON', 'REF-NULL', 'ACK-ID'],
  })
  expect(results.map(({ rule }) => rule.id)).toEqual(['ACK-ID', 'SUR-LIVES-ON', 'REF-NULL'])
  expect(places).toEqual(['1/3 ACK-ID', '2/3 REF-NULL', '3/3 SUR-LIVES-ON'])
})

test('every request has a socket of its own, but for the one that is about a kept one', async () => {
  let connections = 0
  let requests = 0
  const { url } = await startMortal(
    watched(() => void (requests += 1)),
    { onServer: (server) => server.on('connection', () => void (connections += 1)) },
  )
  await runRules(url, { only: ['ACK-FREE-ID', 'SUR-INTERLEAVED', 'REF-NULL', 'REF-GET'] })
  expect(requests).toBe(10 + 1 + 80 + 2 * 2)
  expect(connections).toBe(requests)
})

test('the connection is looked at once, however many rules ask', async () => {
  const looks: string[] = []
  const inspect: Inspect = async ({ href }) => {
    looks.push(href)
    const failure = 'not looked at'
    return { certificate: null, tlsVersion: null, failure, takesOldTls: null, plainHttp: null }
  }
  const url = `https://127.0.0.1:${await findClosedPort()}/`
  const result = await runRules(url, { inspect, only: ['ACK-ID', 'TLS-NAME', 'TLS-DAYS'] })
  expect(looks).toEqual([url])
  expect(messagesOf(result)).toMatchObject({
    'TLS-NAME': 'no certificate was shown: not looked at',
    'TLS-DAYS': 'no certificate was shown: not looked at',
  })
  await runRules(url, { inspect, only: ['ACK-ID', 'REF-NULL'] })
  expect(looks).toHaveLength(1)
})

test('no session id is used by two rules, nor by two sessions of one', async () => {
  const { url } = await startMortal(healthy())
  const { results } = await runRules(url)
  const sessions = results
    .filter(({ rule, exchanges }) => !rule.id.startsWith('ACK-') && exchanges.length > 0)
    .map(({ exchanges }) => [...new Set(exchanges.map(({ interviewId }) => interviewId))])
  expect(sessions.length).toBeGreaterThan(20)
  expect(new Set(sessions.flat()).size).toBe(sessions.flat().length)
  const count = (id: string) =>
    new Set(
      results.find(({ rule }) => rule.id === id)?.exchanges.map(({ interviewId }) => interviewId),
    ).size
  expect([count('SUR-BURST'), count('SUR-INTERLEAVED'), count('SUR-DUPLICATES-LATER')]).toEqual([
    50, 20, 10,
  ])
})

test('an endpoint that dies is named with the input, and nothing more is tried where it stays away', async () => {
  const { url } = await startMortal(diesOnBadJson)
  const gone: string[] = []
  const result = await runRules(url, {
    only: ['SUR-ABORT', 'REF-BROKEN-JSON', 'REF-ARRAY', 'REF-PUT', 'SUR-LIVES-ON'],
    onGone: ({ rule, input }) => void gone.push(`${rule}: ${input}`),
  })
  expect(gone).toEqual(['REF-BROKEN-JSON: broken JSON'])
  expect(result.stoppedAfter).toBe('REF-BROKEN-JSON')
  expect(messagesOf(result)).toEqual({
    'SUR-ABORT': 'alive after it',
    'REF-BROKEN-JSON': 'the connection was closed without an answer',
    'REF-ARRAY': 'not tried: the endpoint did not come back after REF-BROKEN-JSON',
    'REF-PUT': 'not tried: the endpoint did not come back after REF-BROKEN-JSON',
    'SUR-LIVES-ON': 'dead after broken JSON (REF-BROKEN-JSON): the connection was refused',
  })
  const { exchanges = [] } = result.results.find(({ rule }) => rule.id === 'SUR-LIVES-ON') ?? {}
  expect(exchanges.map(({ label }) => label)).toContain('sign of life after broken JSON')
})

test('an endpoint that is started anew is tried on', async () => {
  const server = await startMortal(diesOnBadJson)
  let backs = 0
  const result = await runRules(server.url, {
    only: ['REF-EMPTY', 'REF-BROKEN-JSON', 'REF-PUT', 'SUR-LIVES-ON'],
    revival: { restart: server.restart, waitMs: 5000 },
    onBack: () => void (backs += 1),
  })
  expect([server.lives(), backs, result.stoppedAfter]).toEqual([3, 2, null])
  expect(messagesOf(result)).toMatchObject({
    'REF-PUT': 'refused with 405',
    'SUR-LIVES-ON':
      'dead after an empty body (REF-EMPTY): the connection was refused; also after REF-BROKEN-JSON',
  })
})

test('an endpoint that somebody else starts anew is waited for', async () => {
  const server = await startMortal(diesOnBadJson)
  const afterMs: number[] = []
  const result = await runRules(server.url, {
    only: ['REF-BROKEN-JSON', 'REF-PUT'],
    revival: { restart: null, waitMs: 5000 },
    onGone: () => void server.restart(),
    onBack: (ms) => void afterMs.push(ms),
  })
  expect(resultsOf(result)).toEqual({ 'REF-BROKEN-JSON': 'fail', 'REF-PUT': 'pass' })
  expect(afterMs).toEqual([expect.any(Number)])
})

test('a status that ends the endpoint is named, and the others are not tried', async () => {
  const { url } = await startMortal(diesOnOtherStatuses)
  const result = await runRules(url)
  expect(result.stoppedAfter).toBe('ACK-ID')
  expect(withResult('fail', result)).toEqual(['ACK-ID', 'SUR-LIVES-ON'])
  expect(messagesOf(result)).toMatchObject({
    'ACK-FINISHED': 'acknowledged with 204',
    'ACK-ID': 'ID_VALIDATION_FINISHED: the connection was closed without an answer',
    'ACK-EXPIRED': 'not tried: the endpoint did not come back after ACK-ID',
    'SUR-LIVES-ON': 'dead after ID_VALIDATION_FINISHED (ACK-ID): the connection was refused',
  })
})

test('a status whose rule was not chosen is named by itself', async () => {
  const { url } = await startMortal(diesOnOtherStatuses)
  const { stoppedAfter } = await runRules(url, { only: ['REF-NULL'] })
  expect(stoppedAfter).toBe('ID_VALIDATION_FINISHED')
})

test('a rule that has ended the endpoint once sends no more', async () => {
  const dies: Slip = ({ body }) => {
    const { interviewId } = fieldsOf(parse(body))
    return interviewId === undefined || typeof interviewId === 'string' ? null : 'die'
  }
  const { url, restart } = await startMortal(healthyBut(dies))
  const { results } = await runRules(url, {
    only: ['REF-WRONG-TYPES'],
    revival: { restart, waitMs: 5000 },
  })
  expect(results[0]?.exchanges.map(({ label }) => label)).toEqual(['a number for interviewId'])
})

test('an endpoint that answers, but not as before, is not well', async () => {
  let isSpoilt = false
  const spoilt: Slip = ({ method }, { status }) => {
    if (method === 'PUT') isSpoilt = true
    return isSpoilt && status === 204 ? { status: 503 } : null
  }
  const { url } = await startMortal(healthyBut(spoilt))
  const result = await runRules(url, { only: ['REF-PUT', 'SUR-LIVES-ON'] })
  expect(messagesOf(result)).toEqual({
    'REF-PUT': 'refused with 405',
    'SUR-LIVES-ON': 'not well after PUT (REF-PUT): 503',
  })
})

test('who rejects every notification in the same way is alive as long as that is so', async () => {
  const { url } = await startMortal(
    healthyBut((_, { status }) => (status === 204 ? { status: 401 } : null)),
  )
  const result = await runRules(url, { only: ['REF-PUT', 'REF-NULL', 'SUR-LIVES-ON'] })
  expect(messagesOf(result)).toMatchObject({ 'SUR-LIVES-ON': 'alive after all 2 inputs' })
})

test('who rejects one status is asked for a sign of life with another', async () => {
  const rejectsFinished: Slip = (seen) =>
    statusOf(seen) === 'ONBOARDING_FINISHED' ? { status: 500 } : null
  const { url } = await startMortal(healthyBut(rejectsFinished))
  const result = await runRules(url, { only: ['REF-ARRAY', 'SUR-LIVES-ON'] })
  expect(resultsOf(result)).toEqual({ 'REF-ARRAY': 'pass', 'SUR-LIVES-ON': 'pass' })
})

test('where nobody listens, it is said once, and soon', async () => {
  let exchanges = 0
  const result = await runRules(`http://127.0.0.1:${await findClosedPort()}/`, {
    onResult: (each) => {
      exchanges = Math.max(exchanges, each.exchanges.length)
    },
  })
  expect(exchanges).toBe(2)
  expect(withResult('fail', result)).toEqual(['ACK-REACHABLE'])
  expect(withResult('pass', result)).toEqual([])
  expect(messagesOf(result)).toMatchObject({
    'ACK-REACHABLE': 'no notification is acknowledged: the connection was refused',
    'ACK-FINISHED': 'hidden: no notification is acknowledged: the connection was refused',
    'ACK-EXPIRED': 'not tried: the connection was refused',
    'REF-NULL': 'not tried: the connection was refused',
  })
  expect(result.summary).toMatchObject({ score: 0, fail: 1, pass: 0 })
})

test('an interruption ends it with what was found until then', async () => {
  const { url } = await startMortal(healthy())
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  const result = await runRules(url, {
    signal: controller.signal,
    only: ['ACK-ID', 'ACK-FREE-ID', 'ACK-SAMPLE', 'SUR-FLOWS'],
    onResult: ({ rule }) => {
      if (rule.id === 'ACK-FREE-ID') controller.abort(new Error('stop'))
    },
  })
  expect(messagesOf(result)).toEqual({
    'ACK-ID': 'acknowledged with 204',
    'ACK-FREE-ID': 'acknowledged with 204',
    'ACK-SAMPLE': 'not tried: interrupted',
    'SUR-FLOWS': 'not tried: interrupted',
  })
})

test('an interruption among the ten statuses keeps those that were answered', async () => {
  const controller = new AbortController()
  const hangs: Slip = (seen) => {
    if (statusOf(seen) !== 'ID_VALIDATION_FINISHED') return null
    controller.abort(new Error('stop'))
    return 'hang'
  }
  const { url } = await startMortal(healthyBut(hangs))
  const result = await runRules(url, {
    signal: controller.signal,
    only: ['ACK-FINISHED', 'ACK-ID', 'TLS-TRUSTED', 'SUR-LIVES-ON'],
  })
  expect(messagesOf(result)).toEqual({
    'ACK-FINISHED': 'acknowledged with 204',
    'ACK-ID': 'not tried: interrupted',
    'TLS-TRUSTED': 'not tried: interrupted',
    'SUR-LIVES-ON': 'not tried: interrupted',
  })
})

test('an interruption while the endpoint is waited for still tells who ended it', async () => {
  const { url } = await startMortal(diesOnBadJson)
  const controller = new AbortController()
  const result = await runRules(url, {
    signal: controller.signal,
    only: ['REF-BROKEN-JSON', 'REF-PUT', 'SUR-LIVES-ON'],
    revival: { restart: null, waitMs: 60_000 },
    onGone: () => controller.abort(new Error('stop')),
  })
  expect(messagesOf(result)).toEqual({
    'REF-BROKEN-JSON': 'the connection was closed without an answer',
    'REF-PUT': 'not tried: interrupted',
    'SUR-LIVES-ON': 'dead after broken JSON (REF-BROKEN-JSON): the connection was refused',
  })
})

test('an endpoint without a token for the run is a reason to stop, and no finding', async () => {
  const { url } = await startMortal(healthy())
  const none = new Error('no token can be had')
  const tokens = { get: async () => Promise.reject(none), refuse: () => false }
  await expect(runRules(url, { tokens })).rejects.toBe(none)
})

test('413 counts where it comes before the body has been read, and the connection closes', async () => {
  const { url } = await startMortal((request, response, life) => {
    if (Number(request.headers['content-length'] ?? 0) < 1e6)
      return healthy()(request, response, life)
    response.writeHead(413, { connection: 'close' }).end()
  })
  const result = await runRules(url, { only: ['REF-LARGE', 'SUR-LIVES-ON'] })
  expect(messagesOf(result)).toEqual({
    'REF-LARGE': 'refused with 413',
    'SUR-LIVES-ON': 'alive after it',
  })
})
