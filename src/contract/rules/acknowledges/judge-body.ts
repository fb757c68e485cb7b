import type { BodyWarning } from '../../acknowledgement.ts'
import type { Evidence } from '../evidence.ts'
import { hidden } from '../hidden.ts'
import type { Judgement } from '../rule.ts'

/** Fails where an acknowledgement with 200 has one of these flaws; what has no body has none. */
export function judgeBody(
  { exchanges }: Evidence,
  flaws: readonly BodyWarning[],
  well: string,
): Judgement {
  const accepted = exchanges.filter(({ verdict }) => verdict.verdict === 'acknowledged')
  if (accepted.length === 0) return hidden('no notification is acknowledged')
  const flawed = accepted.filter(({ verdict }) =>
    verdict.warnings.some((warning) => (flaws as readonly string[]).includes(warning)),
  )
  const [first] = flawed
  if (first === undefined) return { result: 'pass', message: well }
  return {
    result: 'fail',
    message: `${flawed.length} of ${exchanges.length}, the first to ${first.label}`,
  }
}
