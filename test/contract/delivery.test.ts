import { expect, test } from 'vitest'
import {
  httpStatusOf,
  verdictOf,
  type Attempt,
  type Delivery,
} from '../../src/contract/delivery.ts'

const answered = {
  outcome: { kind: 'answer', answer: { httpStatus: 500 } },
  verdict: { verdict: 'rejected' },
} as Attempt
const failed = { outcome: { kind: 'failure' }, verdict: { verdict: 'acknowledged' } } as Attempt

test('the HTTP status of an attempt is null where no answer came', () => {
  expect(httpStatusOf(answered)).toBe(500)
  expect(httpStatusOf(failed)).toBeNull()
})

test('the verdict of a delivery is that of its last attempt', () => {
  expect(verdictOf({ attempts: [answered, failed] } as unknown as Delivery)).toBe(failed.verdict)
})
