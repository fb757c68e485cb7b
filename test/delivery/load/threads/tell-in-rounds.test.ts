import { expect, test } from 'vitest'
import { createLatencies } from '../../../../src/delivery/load/latencies.ts'
import type { ThreadProgress } from '../../../../src/delivery/load/threads/merge-progress.ts'
import { tellInRounds } from '../../../../src/delivery/load/threads/tell-in-rounds.ts'
import { makeProgress } from '../../../helpers/load-report.ts'

const at = (attempts: number): ThreadProgress => ({
  progress: makeProgress({ attempts }),
  latencies: createLatencies().encode(),
})

function tellOf(threads: number, heard: readonly (readonly [thread: number, attempts: number])[]) {
  const told: number[] = []
  const rounds = tellInRounds(threads, ({ attempts }) => told.push(attempts))
  for (const [thread, attempts] of heard) rounds.hear(thread, at(attempts))
  return { told, rounds }
}

test.each([
  ['a round is not over before each thread has spoken', [[0, 1]], []],
  [
    'it is when they have',
    [
      [0, 1],
      [1, 10],
      [1, 20],
      [0, 2],
    ],
    [11, 22],
  ],
  [
    'a thread at its end holds up no round',
    [
      [0, 1],
      [1, 10],
      [1, 20],
      [1, 30],
    ],
    [11, 21],
  ],
] as const)('%s', (_what, heard, told) => {
  expect(tellOf(2, heard).told).toEqual(told)
})

test('the end tells what nobody told yet, and nothing twice', () => {
  expect(tellOf(2, []).told).toEqual([])
  const { told, rounds } = tellOf(2, [[0, 1]])
  rounds.end()
  rounds.end()
  expect(told).toEqual([1])
})
