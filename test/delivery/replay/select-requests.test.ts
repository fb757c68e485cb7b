import { expect, test } from 'vitest'
import type { RecordedRequest } from '../../../src/delivery/replay/recorded-request.ts'
import {
  createRequestSelector,
  type ReplayBounds,
  type ReplayChoice,
} from '../../../src/delivery/replay/select-requests.ts'
import { notification, recorded, REFUSED } from './recorded.ts'

const ALL: ReplayChoice = { statuses: [], interviewIds: [], seqs: [], includesRefused: false }

function select(
  requests: readonly RecordedRequest[],
  choice: Partial<ReplayChoice> = {},
  bounds?: ReplayBounds,
) {
  const selector = createRequestSelector({ ...ALL, ...choice }, bounds)
  for (const request of requests) selector.add(request)
  const { requests: selected, ...counts } = selector.finish()
  return { seqs: selected.map(({ seq }) => seq), ...counts }
}

const FOUR = [
  recorded(1, { verdict: notification('a', 'EXPIRED') }),
  recorded(2, { verdict: notification('b', 'EXPIRED') }),
  recorded(3, { verdict: notification('a', 'NO_SUCH_STATUS') }),
  recorded(10, { verdict: notification('c', 'UNKNOWN') }),
]

test.each<[Partial<ReplayChoice>, number[]]>([
  [{}, [1, 2, 3, 10]],
  [{ statuses: ['EXPIRED'] }, [1, 2]],
  [{ statuses: ['UNKNOWN', 'NO_SUCH_STATUS'] }, [3, 10]],
  [{ interviewIds: ['a'] }, [1, 3]],
  [{ interviewIds: ['a', 'c'] }, [1, 3, 10]],
  [{ interviewIds: ['A'] }, []],
  [{ seqs: [[2, 3]] }, [2, 3]],
  [
    {
      seqs: [
        [10, 10],
        [1, 1],
      ],
    },
    [1, 10],
  ],
  [{ statuses: ['EXPIRED'], interviewIds: ['a'], seqs: [[1, 9]] }, [1]],
])('of four requests, %j chooses %j', (choice, seqs) => {
  expect(select(FOUR, choice)).toMatchObject({ seqs, recorded: 4 })
})

test('refused ones are counted, and taken where they are asked for', () => {
  const requests = [recorded(1), recorded(2, { verdict: REFUSED })]
  expect(select(requests)).toMatchObject({ seqs: [1], refused: 1 })
  expect(select(requests, { includesRefused: true })).toMatchObject({ seqs: [1, 2], refused: 0 })
})

test('a refused one that is a notification all the same is chosen by its session and status', () => {
  const body = Buffer.from('{"interviewId":"a","onboardingStatus":"EXPIRED"}')
  const requests = [recorded(1, { verdict: REFUSED, body }), recorded(2, { verdict: REFUSED })]
  const choice = { statuses: ['EXPIRED'], interviewIds: ['a'], includesRefused: true }
  expect(select(requests, choice).seqs).toEqual([1])
})

test('what was not kept, or was no POST, is counted', () => {
  const requests = [
    recorded(1, { verdict: REFUSED, body: null }),
    recorded(2, { verdict: REFUSED, method: 'GET', body: Buffer.alloc(0) }),
    recorded(3, { verdict: REFUSED, body: Buffer.alloc(0) }),
  ]
  expect(select(requests, { includesRefused: true })).toEqual({
    seqs: [3],
    recorded: 3,
    refused: 0,
    bodiless: 1,
    otherMethods: 1,
  })
})

test.each([
  ['notifications', { notifications: 3, bodyBytes: 1000 }],
  ['bytes of bodies', { notifications: 1000, bodyBytes: 18 }],
])('one of too many %s is an error that names the filters', (_, bounds) => {
  expect(() => select(FOUR, {}, bounds)).toThrow(/one replay takes/)
  expect(select(FOUR.slice(0, 3), {}, bounds).seqs).toEqual([1, 2, 3])
})

test('a replay takes 256 MiB of bodies and no more, and the filters are named', () => {
  const body = Buffer.alloc(1024 * 1024)
  const many = Array.from({ length: 257 }, (_, index) => recorded(index + 1, { body }))
  expect(select(many.slice(1)).seqs).toHaveLength(256)
  expect(() => select(many)).toThrow(
    expect.objectContaining({
      code: 'REPLAY_TOO_LARGE',
      message: 'one replay takes 20000 notifications, or 256 MiB of bodies; the journal has more',
      exitCode: 2,
      hint: '--seq 1-10000, --session ID or --only STATUS',
    }) as Error,
  )
})
