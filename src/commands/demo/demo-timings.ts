import type { Timings } from '../../tunnel/timings.ts'

/** The supervision of `listen` with shorter waits: here somebody looks on. */
export const DEMO_TIMINGS: Timings = {
  probeEveryMs: 1000,
  probeTimeoutMs: 1500,
  probeAgainMs: 300,
  stalledMs: 500,
  stillMs: 5000,
  proveTimeoutMs: 4000,
  registerTimeoutMs: 1500,
  connectTimeoutMs: 1500,
  nameGraceMs: 1200,
  retryFirstMs: 300,
  retryMostMs: 1500,
}
