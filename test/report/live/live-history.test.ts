import { expect, test } from 'vitest'
import { judgeAnswer } from '../../../src/contract/acknowledgement.ts'
import { createLiveHistory, matching } from '../../../src/report/live/live-history.ts'
import { answer } from '../../helpers/sequence-run.ts'
import { notification, received } from './rows.ts'

const seqs = (rows: ReturnType<typeof matching>): number[] => rows.map((row) => row.received.seq)

test('a thousand requests are kept, and all are counted', () => {
  const history = createLiveHistory()
  for (let seq = 1; seq <= 1002; seq += 1) {
    history.count(received(seq))
    history.add(received(seq))
  }
  const refused = { kind: 'refused', code: 'bad_json', detail: '' } as const
  history.count(received(1003, { content: refused }))
  history.add(received(1003, { content: refused }))
  expect(history.rows()).toHaveLength(1000)
  expect(history.rows()[0]?.received.seq).toBe(4)
  expect(history.counts()).toEqual({ received: 1003, refused: 1, rejected: 0 })
})

test('large bodies are kept up to 16 MiB together, and the newest always', () => {
  const history = createLiveHistory()
  for (let seq = 1; seq <= 20; seq += 1) history.add(received(seq, { body: Buffer.alloc(2 ** 20) }))
  expect(history.rows()).toHaveLength(16)
  history.add(received(21, { body: Buffer.alloc(2 ** 25) }))
  expect(seqs(history.rows())).toEqual([21])
})

test('what the app answered stands with its request; one that is gone is counted only', () => {
  const history = createLiveHistory()
  history.add(received(1))
  const outcome = answer(500)
  if (outcome.kind !== 'answer') throw new Error('no answer')
  const verdict = judgeAnswer(outcome.answer)
  history.setForward({ seq: 1, url: 'http://app/', outcome, verdict })
  history.setForward({ seq: 7, url: 'http://app/', outcome, verdict })
  expect(history.rows()[0]?.forward?.seq).toBe(1)
  expect(history.counts().rejected).toBe(2)
})

test.each([
  ['', [1, 2, 3]],
  ['expired', [1]],
  ['C2CE', [1]],
  ['team-7', [2]],
  ['bad_', [3]],
  ['put /x', [3]],
  ['nothing', []],
])('the filter %j passes %j', (filter, wanted) => {
  const rows = [
    received(1),
    received(2, { content: notification('ONBOARDING_FINISHED', 'other', 'Team-7') }),
    received(3, {
      method: 'PUT',
      path: '/x',
      content: { kind: 'refused', code: 'bad_json', detail: '' },
    }),
  ].map((each) => ({ received: each, forward: null }))
  expect(seqs(matching(rows, filter))).toEqual(wanted)
})
