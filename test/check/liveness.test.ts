import { expect, test } from 'vitest'
import { createLiveness } from '../../src/delivery/check/liveness.ts'
import type { CheckOptions } from '../../src/delivery/check/check-options.ts'
import { exchangeOf } from '../contract/rules/evidence-of.ts'

test.each([
  ['a fast endpoint', 20, 30_000, 5000],
  ['a slow one', 6000, 30_000, 12_000],
  ['one that is slow beyond the limit of the run', 20_000, 30_000, 30_000],
])(
  'a sign of life of %s is waited for as long as that endpoint needs',
  async (_, totalMs, timeoutMs, expected) => {
    const usual = exchangeOf({ totalMs })
    const waited: number[] = []
    const sender = {
      send: async (_turns: unknown, limitMs: number) => {
        waited.push(limitMs)
        return [usual]
      },
    }
    const options = { limits: { timeoutMs, slowMs: 1 } } as CheckOptions
    await createLiveness(sender, [usual], options).ask('REF-NULL', 'null')
    expect(waited).toEqual([expected])
  },
)
