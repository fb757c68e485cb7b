import { expect, test } from 'vitest'
import { trackExpectation } from '../../src/receiver/expectation.ts'

function feed(expectation: Parameters<typeof trackExpectation>[0], arrivals: string[]) {
  const tracker = trackExpectation(expectation)
  const met = arrivals.map((arrival) => {
    const [interviewId = '', onboardingStatus = ''] = arrival.split(' ')
    const rest = { externalCustomerId: null, variant: 'current', fields: {} } as const
    return tracker.add({ interviewId, onboardingStatus, ...rest }) !== null
  })
  return { met, missing: tracker.missing() }
}

test.each([
  [['a A', 'a B'], [false, true], []],
  [['a A', 'a X', 'a A', 'a B', 'a C'], [false, false, false, true, true], []],
  [['a B', 'a A'], [false, false], ['B']],
  [['a A', 'b B'], [false, false], ['B']],
  [['a A', 'b A', 'b B'], [false, false, true], []],
  [[], [], ['A', 'B']],
])('A then B in any session: %j', (arrivals, met, missing) => {
  expect(feed({ statuses: ['A', 'B'], interviewId: null }, arrivals)).toEqual({ met, missing })
})

test('a named session is the only one that counts', () => {
  const expectation = { statuses: ['A'], interviewId: 'b' }
  expect(feed(expectation, ['a A'])).toEqual({ met: [false], missing: ['A'] })
  expect(feed(expectation, ['a A', 'b A', 'a X'])).toEqual({
    met: [false, true, true],
    missing: [],
  })
})
