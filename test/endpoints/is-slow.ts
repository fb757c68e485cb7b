import { setTimeout } from 'node:timers/promises'
import { healthyBut } from './healthy-but.ts'

const WORK_MS = 35_000

/** Does all of the work before it answers. */
export const isSlow = healthyBut(async (_, { status }) => {
  if (status === 204) await setTimeout(WORK_MS, undefined, { ref: false })
  return null
})
