import { CliError } from '../contract/errors.ts'
import type { Severity } from '../contract/finding.ts'
import { RULES } from '../contract/rules/rule-list.ts'
import { RULE_GROUPS, type Rule } from '../contract/rules/rule.ts'
import { closestName } from './closest-name.ts'

/** The name of all rules that may do harm, whatever their group. */
export const DESTRUCTIVE = 'destructive'

/** Told of whatever may have ended the endpoint, chosen or not: that it lived on, and was not hidden by a rate limiter. */
const ALWAYS_AFTER_HARM = ['SUR-LIVES-ON', 'SUR-RATE']

const SEVERITIES: readonly Severity[] = ['required', 'recommended', 'information']

/** Which rules to try; ids and groups in any case. */
export interface RuleChoice {
  /** @default all */
  readonly only?: readonly string[] | undefined
  /** @default none */
  readonly skip?: readonly string[] | undefined
  /** This severity and above. @default 'information' */
  readonly severity?: Severity | undefined
}

/** The rules that are chosen, in their order. Throws `UNKNOWN_RULE`, or `NO_RULE` where none is left. */
export function chooseRules({ only, skip = [], severity = 'information' }: RuleChoice): Rule[] {
  const [chosen, left] = [only?.map(matcher('--only')), skip.map(matcher('--skip'))]
  const isLeft = (rule: Rule): boolean => !left.some((matches) => matches(rule))
  const isChosen = (rule: Rule): boolean =>
    SEVERITIES.indexOf(rule.severity) <= SEVERITIES.indexOf(severity) &&
    (chosen === undefined || chosen.some((matches) => matches(rule)))
  const rules = RULES.filter((rule) => isLeft(rule) && isChosen(rule))
  const mayDoHarm = rules.some(({ isDestructive }) => isDestructive)
  if (mayDoHarm) {
    const isAfterHarm = (rule: Rule): boolean => ALWAYS_AFTER_HARM.includes(rule.id) && isLeft(rule)
    return RULES.filter((rule) => rules.includes(rule) || isAfterHarm(rule))
  }
  if (rules.length > 0) return rules
  throw new CliError('NO_RULE', '--only, --skip and --severity leave no rule to try', {
    hint: 'hookstep check --list',
  })
}

function matcher(flag: string): (name: string) => (rule: Rule) => boolean {
  return (name) => {
    const [group, id] = [name.toLowerCase(), name.toUpperCase()]
    if (group === DESTRUCTIVE) return ({ isDestructive }) => isDestructive
    if (RULE_GROUPS.some((each) => each === group)) return (rule) => rule.group === group
    if (RULES.some((rule) => rule.id === id)) return (rule) => rule.id === id
    throw unknownRule(name, flag)
  }
}

function unknownRule(name: string, flag: string): CliError {
  const names = [...RULES.map(({ id }) => id), ...RULE_GROUPS, DESTRUCTIVE]
  const near = closestName(name, names)
  return new CliError(
    'UNKNOWN_RULE',
    `${flag}: there is no rule or group ${JSON.stringify(name)}`,
    {
      hint: near === undefined ? 'hookstep check --list' : `${flag} ${near}`,
    },
  )
}
