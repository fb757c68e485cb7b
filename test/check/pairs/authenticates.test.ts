import { AUTHENTICATES } from './authenticates.ts'
import { testPairs } from './pair.ts'

testPairs('authenticates', AUTHENTICATES)
