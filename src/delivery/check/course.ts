import type { CheckExchange, Evidence, LifeSign } from '../../contract/rules/evidence.ts'
import type { Probe } from '../../contract/rules/probe.ts'
import type { Rule } from '../../contract/rules/rule.ts'
import type { CheckOptions } from './check-options.ts'
import { createLiveness } from './liveness.ts'
import { createRateLimit } from './rate-limit.ts'
import { createProbeSender } from './send-probe.ts'
import { sendTenStatuses, type TenStatuses } from './ten-statuses.ts'

/** The course of one run: what was sent, how the endpoint fared, and whether it is still there. */
export interface Course {
  /** Sends the ten statuses, which every run begins with. */
  readonly sendStatuses: (rules: readonly Rule[]) => Promise<void>
  /** What a probe brings; nothing where the endpoint is gone, or was never there. */
  readonly send: (rule: Rule, probe: Probe) => Promise<readonly CheckExchange[]>
  /** What else a rule is judged by. */
  readonly evidence: (rule: Rule, probe: Probe) => Pick<Evidence, 'habit' | 'lifeSigns'>
  readonly stoppedAfter: () => string | null
}

/** What is refused is refused fast; a longer silence is a hang. Ours. */
const REFUSAL_TIMEOUT_MS = 10_000

/** A course at whose beginning nothing is known. */
export function createCourse(options: CheckOptions): Course {
  const { timeoutMs } = options.limits
  const sender = createProbeSender(options, createRateLimit(options.ratePerSecond, options.clock))
  const liveness = createLiveness(sender, options)
  const lifeSigns: LifeSign[] = []
  let ten: TenStatuses = { exchanges: [], habit: null }
  let stoppedAfter: string | null = null
  const isThere = async (rule: string, input: string): Promise<boolean> => {
    const sign = await liveness.ask(rule, input, ten.habit)
    lifeSigns.push(sign)
    if (sign.isAlive || (await liveness.awaitReturn(sign, ten.habit))) return true
    stoppedAfter = rule
    return false
  }
  return {
    sendStatuses: async (rules) => {
      ten = await sendTenStatuses(sender, timeoutMs, async ({ label }) =>
        isThere(ruleOfStatus(rules, label, options), label),
      )
    },
    send: async (rule, probe) => {
      if (probe.kind === 'statuses') return ofStatus(ten.exchanges, probe.status)
      const isSilent = ten.habit?.outcome.kind === 'failure'
      if (probe.kind !== 'turns' || isSilent || stoppedAfter !== null) return []
      const limitMs = rule.group === 'refuses' ? Math.min(timeoutMs, REFUSAL_TIMEOUT_MS) : timeoutMs
      return sender.send(probe.turns, limitMs, async (sent) => {
        const input = unanswered(sent) ?? (rule.isDestructive ? sent.at(-1) : undefined)
        return input === undefined || isThere(rule.id, input.label)
      })
    },
    evidence: ({ id }, probe) => ({
      habit: ten.habit,
      lifeSigns:
        probe.kind === 'liveness' ? lifeSigns : lifeSigns.filter(({ rule }) => rule === id),
    }),
    stoppedAfter: () => stoppedAfter,
  }
}

function unanswered(sent: readonly CheckExchange[]): CheckExchange | undefined {
  return sent.find(({ outcome }) => outcome.kind === 'failure')
}

function ofStatus(
  exchanges: readonly CheckExchange[],
  status: string | undefined,
): readonly CheckExchange[] {
  if (status === undefined) return exchanges
  return exchanges.filter(({ onboardingStatus }) => onboardingStatus === status)
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
