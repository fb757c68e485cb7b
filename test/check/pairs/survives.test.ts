import { SURVIVES } from './survives.ts'
import { testPairs } from './pair.ts'

testPairs('survives', SURVIVES)
