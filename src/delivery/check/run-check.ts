import { summarize, type CheckedRule, type CheckSummary } from '../../contract/check-report.ts'
import type { ConnectionFacts, Evidence } from '../../contract/rules/evidence.ts'
import type { Probe } from '../../contract/rules/probe.ts'
import type { Rule } from '../../contract/rules/rule.ts'
import type { CheckOptions } from './check-options.ts'
import { createCourse, type Course } from './course.ts'
import { checkedRule } from './finding-of.ts'
import { orInterrupted } from '../or-interrupted.ts'
import { judgeByProbe } from './judge-by-probe.ts'

/** What came of the rules that were tried. */
export interface CheckResult {
  readonly results: readonly CheckedRule[]
  readonly summary: CheckSummary
  /** The rule after whose probe the endpoint did not come back; null where it was there to the end. */
  readonly stoppedAfter: string | null
}

/**
 * Tries the rules against an endpoint: the ten statuses first, what may do harm last. After an exchange without an
 * answer, and after every probe that may do harm, a plain notification shows whether the endpoint is still there; where
 * it is not, it is waited for, and what cannot be tried any more is skipped. A bad endpoint is a result; rejects where no
 * token can be had. An interruption ends it with what was found until then.
 */
export async function runCheck(options: CheckOptions): Promise<CheckResult> {
  const course = createCourse(options)
  await orInterrupted(options, async () => course.sendStatuses(options.rules))
  const planned = plan(options)
  const connection = await inspect(planned, options)
  const results: CheckedRule[] = []
  for (const [index, each] of planned.entries()) {
    options.onRule(each.rule, { number: index + 1, of: planned.length })
    const result = await tryRule(each, course, connection, options)
    results.push(result)
    options.onResult(result)
  }
  return {
    results: inOrderOf(options.rules, results),
    summary: summarize(results, options.signal.aborted),
    stoppedAfter: course.stoppedAfter(),
  }
}

interface Planned {
  readonly rule: Rule
  readonly probe: Probe
}

/** What sends nothing and judges what others sent. */
const LOOKS_BACK: readonly Probe['kind'][] = ['liveness', 'pace']

/** What may do harm goes last, and after it what looks back on all. */
function plan({ rules, facts }: CheckOptions): Planned[] {
  const harm = ({ rule, probe }: Planned): number => {
    if (LOOKS_BACK.includes(probe.kind)) return 2
    return rule.isDestructive ? 1 : 0
  }
  const planned = rules.map((rule) => ({ rule, probe: rule.probe(facts) }))
  return planned.toSorted((a, b) => harm(a) - harm(b))
}

async function tryRule(
  { rule, probe }: Planned,
  course: Course,
  connection: ConnectionFacts | null,
  options: CheckOptions,
): Promise<CheckedRule> {
  const seen = course.seen(probe)
  const sent = await orInterrupted(options, async () => course.send(rule, probe))
  const { facts, limits } = options
  const exchanges = [...seen, ...(sent ?? [])]
  const evidence = { ...course.evidence(rule, probe), facts, exchanges, connection, limits }
  if (sent === undefined && !hasSeen(probe, evidence)) {
    return checkedRule(rule, { result: 'skipped', message: 'not tried: interrupted' }, [])
  }
  const judgement = judgeByProbe(rule, probe, evidence, course.stoppedAfter())
  return checkedRule(rule, judgement, shownExchanges(probe, evidence))
}

/** What a report shows of a rule: what was sent for it, or what it looked back on; of what others sent, the first. */
function shownExchanges({ kind }: Probe, { exchanges, lifeSigns, limited }: Evidence) {
  if (kind === 'pace') return limited.slice(0, 1).map(({ exchange }) => exchange)
  if (kind !== 'liveness') return exchanges
  return lifeSigns.map(({ exchange, input }) => ({
    ...exchange,
    label: `sign of life after ${input}`,
  }))
}

/** True where something is known although nothing was sent: the ten statuses, or what other rules brought. */
function hasSeen({ kind }: Probe, { exchanges, lifeSigns, limited }: Evidence): boolean {
  if (kind === 'liveness') return lifeSigns.length > 0
  return kind === 'pace' ? limited.length > 0 : exchanges.length > 0
}

function inOrderOf(rules: readonly Rule[], results: readonly CheckedRule[]): CheckedRule[] {
  return rules.flatMap(({ id }) => results.filter(({ rule }) => rule.id === id))
}

async function inspect(
  planned: readonly Planned[],
  { inspect: look, endpoint, signal }: CheckOptions,
): Promise<ConnectionFacts | null> {
  if (signal.aborted || !planned.some(({ probe }) => probe.kind === 'connection')) return null
  return look(endpoint.url, signal)
}
