import { REFUSES } from './refuses.ts'
import { testPairs } from './pair.ts'

testPairs('refuses', REFUSES)
