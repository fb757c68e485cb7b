import { atRelay } from '../at-relay.ts'
import { fail, pass, type Check, type CheckResult } from '../check.ts'
import type { RelayAnswer } from '../subject.ts'

const ADVICE =
  '--tunnel-host names another relay; --tunnel none, or a relay of your own: hookstep relay'

/** Whether the relay of the tunnel answers. */
export const relay: Check = {
  rule: 'relay',
  title: 'Relay',
  severity: 'required',
  concerns: 'machine',
  run: atRelay(judge),
}

function judge({ origin: url }: URL, { outcome }: RelayAnswer): CheckResult {
  if (outcome.kind === 'failure') {
    const { code, detail } = outcome.failure
    return fail(`asked ${url}: no answer: ${detail}`, ADVICE, { url, code })
  }
  const { httpStatus } = outcome.answer
  const evidence = { url, httpStatus }
  if (httpStatus >= 500) return fail(`asked ${url}: it answers ${httpStatus}`, ADVICE, evidence)
  return pass(`asked ${url}: it answers`, evidence)
}
