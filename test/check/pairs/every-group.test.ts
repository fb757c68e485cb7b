import { expect, test } from 'vitest'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import { ACKNOWLEDGES } from './acknowledges.ts'
import { AUTHENTICATES } from './authenticates.ts'
import { REFUSES } from './refuses.ts'
import { SURVIVES } from './survives.ts'
import { TRANSPORT } from './transport.ts'

test('every rule has its pair', () => {
  const pairs = { ...ACKNOWLEDGES, ...AUTHENTICATES, ...SURVIVES, ...REFUSES, ...TRANSPORT }
  expect(Object.keys(pairs).sort()).toEqual(RULES.map(({ id }) => id).sort())
})
