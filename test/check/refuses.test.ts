import { expect, test } from 'vitest'
import { RULES } from '../../src/contract/rules/rule-list.ts'
import { healthyBut, type Slip } from '../endpoints/healthy-but.ts'
import { startMortal } from '../endpoints/mortal-server.ts'
import { messagesOf, resultsOf, runRules } from './run-rules.ts'

const REFUSES = RULES.filter(({ group }) => group === 'refuses').map(({ id }) => id)

/** What an endpoint does with everything that it should refuse. */
test.each<[string, Slip, string]>([
  ['refuses with 422', refusesBy({ status: 422 }), 'pass'],
  ['accepts with 204', refusesBy({ status: 204 }), 'warn'],
  ['accepts with 202', refusesBy({ status: 202 }), 'warn'],
  ['redirects', refusesBy({ status: 303, headers: { location: '/error' } }), 'warn'],
  ['answers with 500', refusesBy({ status: 500 }), 'fail'],
  ['closes the connection', refusesBy('reset'), 'fail'],
])('who %s what is no notification', async (_, slip, result) => {
  const { url } = await startMortal(healthyBut(slip))
  const ran = await runRules(url, { only: [...REFUSES, 'SUR-LIVES-ON'] })
  expect(resultsOf(ran)).toEqual({
    ...Object.fromEntries(REFUSES.map((id) => [id, result])),
    'SUR-LIVES-ON': 'pass',
  })
})

test('who never answers what is no notification fails, and lives', async () => {
  const { url } = await startMortal(healthyBut(refusesBy('hang')))
  const only = ['REF-NULL', 'REF-PUT', 'SUR-LIVES-ON']
  const ran = await runRules(url, { only, limits: { slowMs: 500, timeoutMs: 500 } })
  expect(messagesOf(ran)).toEqual({
    'REF-NULL': 'no answer in time',
    'REF-PUT': 'no answer in time',
    'SUR-LIVES-ON': 'alive after all 2 inputs',
  })
})

function refusesBy(reply: Exclude<Awaited<ReturnType<Slip>>, null>): Slip {
  return (_, { status }) => (status === 204 ? null : reply)
}
