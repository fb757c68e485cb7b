import type { FindingResult, Severity } from '../finding.ts'
import type { Evidence } from './evidence.ts'
import type { EndpointFacts, Probe } from './probe.ts'

/** What a rule is about; the groups run in this order, and what may do harm runs after all the rest. */
export type RuleGroup = 'acknowledges' | 'authenticates' | 'transport' | 'survives' | 'refuses'

export const RULE_GROUPS: readonly RuleGroup[] = [
  'acknowledges',
  'authenticates',
  'transport',
  'survives',
  'refuses',
]

/** What was made of the evidence; `message` is for people. */
export interface Judgement {
  readonly result: FindingResult
  readonly message: string
  /** True where it is skipped because of a flaw that is another rule's to tell. @default false */
  readonly isHidden?: boolean
}

/** One thing that `check` tests. */
export interface Rule {
  /** Stable: baselines and `--only` name it. */
  readonly id: string
  readonly group: RuleGroup
  /** What the endpoint does where all is well, without its subject: "Acknowledges EXPIRED". */
  readonly title: string
  /** Why it matters, in one sentence, with the section that it rests on. */
  readonly why: string
  readonly severity: Severity
  /** The mend. */
  readonly advice: string
  /** True for what may end an endpoint: sent last, and to a remote host only when allowed. */
  readonly isDestructive: boolean
  /** What is sent, as data. */
  readonly probe: (facts: EndpointFacts) => Probe
  /** Judges what came of it. Pure, and never throws. */
  readonly judge: (evidence: Evidence) => Judgement
}

/** A rule without what is the same for all of its group. */
export type RuleOf = Omit<Rule, 'group' | 'isDestructive'>
