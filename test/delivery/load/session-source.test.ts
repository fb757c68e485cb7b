import { expect, test } from 'vitest'
import {
  createSessionSource,
  type SessionSourceOptions,
} from '../../../src/delivery/load/session-source.ts'
import { ALONE } from '../../../src/delivery/load/thread-share.ts'
import { templatesOf } from './load-rig.ts'

const TEMPLATES = await templatesOf(
  { approved: ['A', 'B'], expired: ['A', 'E'], never: ['N'] },
  { weights: { approved: 7, never: 0 } },
)

function take(count: number, more: Partial<SessionSourceOptions> = {}) {
  const source = createSessionSource({
    templates: TEMPLATES,
    externalCustomerId: 'made-up',
    seed: 1,
    duplicate: 0.3,
    share: ALONE,
    clock: { now: () => new Date(0) },
    random: { bytes: (length) => new Uint8Array(length) },
    ...more,
  })
  return Array.from({ length: count }, () => {
    const number = source.nextNumber()
    const { session, notifications } = source.next()
    const statuses = notifications.map(({ onboardingStatus }) => onboardingStatus).join('')
    return { number, flow: session.flow, customer: session.externalCustomerId, statuses }
  })
}

test('the same seed gives the same sessions, and another one others', () => {
  expect(take(50)).toEqual(take(50))
  expect(take(50)).not.toEqual(take(50, { seed: 2 }))
})

test('flows come as often as their weights say', () => {
  const flows = take(8000).map(({ flow }) => flow)
  const expired = flows.filter((flow) => flow === 'expired').length
  // 1000 of 8000; more than five standard deviations off would be no chance.
  expect(Math.abs(expired - 1000)).toBeLessThan(150)
  expect(flows).not.toContain('never')
})

test('duplicates come as often as their chance says, right after the original', () => {
  const sessions = take(4000, { duplicate: 0.3 }).map(({ statuses }) => statuses)
  const doubled = sessions.filter((statuses) => statuses.startsWith('AA')).length
  expect(Math.abs(doubled - 1200)).toBeLessThan(150)
  expect(new Set(sessions)).toEqual(
    new Set(['AB', 'AAB', 'ABB', 'AABB', 'AE', 'AAE', 'AEE', 'AAEE']),
  )
})

test('several threads have the sessions of one, shared out', () => {
  const parts = [0, 1, 2].map((index) => take(20, { share: { index, of: 3 } }))
  const all = parts.flat().sort((a, b) => a.number - b.number)
  expect(all).toEqual(take(60))
})

test.each([
  [{ value: 'mine' }, 'mine'],
  [{ value: null }, null],
] as const)('the external id can be %j', (externalCustomerId, expected) => {
  expect(take(1, { externalCustomerId })[0]?.customer).toBe(expected)
})
