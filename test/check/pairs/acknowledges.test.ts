import { ACKNOWLEDGES } from './acknowledges.ts'
import { testPairs } from './pair.ts'

testPairs('acknowledges', ACKNOWLEDGES)
