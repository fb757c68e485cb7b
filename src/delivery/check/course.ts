import type { CheckExchange, Evidence } from '../../contract/rules/evidence.ts'
import { habitOf, isSilent } from '../../contract/rules/habit.ts'
import type { Probe } from '../../contract/rules/probe.ts'
import type { Rule, RuleGroup } from '../../contract/rules/rule.ts'
import { createAftermath } from './aftermath.ts'
import type { CheckOptions } from './check-options.ts'
import { watchPace } from './pace-watch.ts'
import { createRateLimit } from './rate-limit.ts'
import { createProbeSender } from './send-probe.ts'
import { sendTenStatuses } from './ten-statuses.ts'

/** The course of one run: what was sent, how the endpoint fared, and whether it is still there. */
export interface Course {
  /** Sends the ten statuses, which every run begins with. */
  readonly sendStatuses: (rules: readonly Rule[]) => Promise<void>
  /** What a probe brings; nothing where the endpoint is gone, or was never there. */
  readonly send: (rule: Rule, probe: Probe) => Promise<readonly CheckExchange[]>
  /** What of the ten statuses a probe looks at. */
  readonly seen: (probe: Probe) => readonly CheckExchange[]
  /** What else a rule is judged by. */
  readonly evidence: (
    rule: Rule,
    probe: Probe,
  ) => Pick<Evidence, 'statuses' | 'habit' | 'lifeSigns' | 'limited'>
  readonly stoppedAfter: () => string | null
}

/** What is refused is refused fast; a longer silence is a hang. Ours. */
const REFUSAL_TIMEOUT_MS = 10_000

/** Groups in which most is to be refused: a 429 there may be the app's own word. */
const REFUSING: readonly RuleGroup[] = ['authenticates', 'refuses']

/** A course at whose beginning nothing is known. */
export function createCourse(options: CheckOptions): Course {
  const { timeoutMs } = options.limits
  const sender = createProbeSender(options, createRateLimit(options.ratePerSecond, options.clock))
  const statuses: CheckExchange[] = []
  const pace = watchPace(options)
  const { lookAfter, lifeSigns, stoppedAfter } = createAftermath(sender, statuses, pace, options)
  return {
    sendStatuses: async (rules) =>
      sendTenStatuses(sender, timeoutMs, statuses, async (exchange) => {
        const rule = ruleOfStatus(rules, exchange.label, options)
        pace.note(rule, [exchange])
        if (exchange.outcome.kind === 'answer') return true
        return (await lookAfter(rule, exchange.label)) !== 'gone'
      }),
    send: async (rule, probe) => {
      if (probe.kind !== 'turns' || isSilent(statuses) || stoppedAfter() !== null) return []
      return sender.send(probe.turns, timeoutOf(rule, timeoutMs), async (sent) => {
        if (!REFUSING.includes(rule.group)) pace.note(rule.id, sent)
        const input = unanswered(sent) ?? (rule.isDestructive ? sent.at(-1) : undefined)
        // A rule that has ended the endpoint once has said enough.
        return input === undefined || (await lookAfter(rule.id, input.label)) === 'alive'
      })
    },
    seen: (probe) => (probe.kind === 'statuses' ? ofStatus(statuses, probe.status) : []),
    evidence: ({ id }, probe) => ({
      statuses,
      habit: habitOf(statuses),
      limited: pace.limited,
      lifeSigns:
        probe.kind === 'liveness' ? lifeSigns : lifeSigns.filter(({ rule }) => rule === id),
    }),
    stoppedAfter,
  }
}

function timeoutOf({ group }: Rule, timeoutMs: number): number {
  return group === 'refuses' ? Math.min(timeoutMs, REFUSAL_TIMEOUT_MS) : timeoutMs
}

function unanswered(sent: readonly CheckExchange[]): CheckExchange | undefined {
  return sent.find(({ outcome }) => outcome.kind === 'failure')
}

function ofStatus(
  statuses: readonly CheckExchange[],
  status: string | undefined,
): readonly CheckExchange[] {
  if (status === undefined) return statuses
  return statuses.filter(({ onboardingStatus }) => onboardingStatus === status)
}

/** The rule that a status belongs to; the status itself where no such rule was chosen. */
function ruleOfStatus(
  rules: readonly Rule[],
  status: string,
  { facts }: Pick<CheckOptions, 'facts'>,
): string {
  const found = rules.find((rule) => {
    const probe = rule.probe(facts)
    return probe.kind === 'statuses' && probe.status === status
  })
  return found?.id ?? status
}
