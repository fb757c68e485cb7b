import { duration } from '../../../report/text/units.ts'
import { atRelay } from '../at-relay.ts'
import { pass, skipped, warn, type Check, type CheckResult } from '../check.ts'
import type { RelayAnswer } from '../subject.ts'

/** The most that a clock may be off, ours: tokens have a few seconds to a minute of grace. */
const MOST_SKEW_MS = 30_000

/** Whether the clock of this machine is right, by the answer that the relay gave anyway. */
export const clock: Check = {
  rule: 'clock',
  title: 'Clock',
  severity: 'recommended',
  concerns: 'machine',
  run: atRelay(judge),
}

function judge({ host }: URL, { outcome, receivedAt }: RelayAnswer): CheckResult {
  const headers = outcome.kind === 'answer' ? outcome.answer.headers : []
  const date = headers.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? ''
  const theirMs = Date.parse(date)
  if (Number.isNaN(theirMs)) return skipped(`${host} told no time`)
  const skewMs = receivedAt.getTime() - theirMs
  const evidence = { host, skewMs }
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return pass(`agrees with ${host}`, evidence)
  const way = skewMs > 0 ? 'ahead of' : 'behind'
  const message = `${duration(Math.abs(skewMs))} ${way} ${host}: tokens will seem expired, or not valid yet`
  return warn(message, 'let the system set the time (NTP)', evidence)
}
