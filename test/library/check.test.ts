import { expect, test } from 'vitest'
import { RULES } from '../../src/contract/rules/rule-list.ts'
import { check } from '../../src/index.ts'
import { diesOnBadJson } from '../endpoints/dies-on-bad-json.ts'
import { healthy } from '../endpoints/healthy.ts'
import { startMortal } from '../endpoints/mortal-server.ts'
import { startFixedEndpoint } from '../helpers/endpoint.ts'

test('check() reports every rule of a healthy endpoint, none of them broken', async () => {
  const { url } = await startMortal(healthy({ token: 'right', headers: { 'x-key': 'k' } }))
  const report = await check(new URL(url), { token: 'right', headers: { 'X-Key': 'k' } })
  expect(report.results.map(({ rule }) => rule.id)).toEqual(RULES.map(({ id }) => id))
  expect(report.summary).toMatchObject({ fail: 0, warn: 0, score: 100 })
  expect(report).toMatchObject({ url, stoppedAfter: null, isInterrupted: false, version: '0.1.0' })
})

test('check() names what is broken, and rejects for no bad endpoint', async () => {
  const { url } = await startFixedEndpoint(302, { location: '/there' })
  const { results } = await check(url, { only: ['acknowledges'] })
  const failed = results.filter(({ finding }) => finding.result === 'fail')
  expect(failed.map(({ rule }) => rule.id)).toEqual(['ACK-NO-REDIRECT'])
})

test('check() starts an app that has died anew, and goes on', async () => {
  const { url, restart, lives } = await startMortal(diesOnBadJson)
  const report = await check(url, {
    restart,
    only: ['REF-BROKEN-JSON', 'REF-NULL', 'SUR-LIVES-ON'],
  })
  const results = report.results.map(({ rule, finding }) => [rule.id, finding.result])
  expect(results).toContainEqual(['SUR-LIVES-ON', 'fail'])
  expect(results).toContainEqual(['REF-NULL', 'pass'])
  expect(lives()).toBeGreaterThan(1)
})

test.each([
  ['rejects', async () => Promise.reject(new Error('no'))],
  ['never comes to an end', async () => new Promise<void>(() => {})],
])('check() goes on when a restart %s', async (_, restart) => {
  const { url } = await startMortal(diesOnBadJson)
  const only = ['REF-BROKEN-JSON', 'SUR-LIVES-ON']
  const report = await check(url, { restart, restartWaitMs: 100, only })
  expect(report.stoppedAfter).toBe('REF-BROKEN-JSON')
})

test.each([
  ['no URL', 'nonsense', {}, 'BAD_URL'],
  ['a header that is none', 'http://127.0.0.1:1/', { headers: { 'a b': 'c' } }, 'BAD_HEADER'],
  ['a rule that does not exist', 'http://127.0.0.1:1/', { only: ['NOPE'] }, 'UNKNOWN_RULE'],
  // TEST-NET-1 (RFC 5737): nothing is sent there.
  ['a remote host, unless it is allowed', 'http://192.0.2.1/', {}, 'REMOTE_HOST'],
])('check() refuses %s', async (_, url, options, code) => {
  await expect(check(url, options)).rejects.toMatchObject({ code })
})

test('check() that is aborted gives what was found until then', async () => {
  const { url } = await startFixedEndpoint(204)
  const aborted = AbortSignal.abort(new Error('enough'))
  const report = await check(url, { signal: aborted })
  expect(report.isInterrupted).toBe(true)
  expect(report.summary).toMatchObject({ pass: 0, fail: 0, score: null })
})
