import { healthy } from './healthy.ts'

/** Was given a token to look for, and does not look. */
export const ignoresToken = healthy()
