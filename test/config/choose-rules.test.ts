import { expect, test } from 'vitest'
import { chooseRules, type RuleChoice } from '../../src/config/choose-rules.ts'
import { RULES } from '../../src/contract/rules/rule-list.ts'

const idsOf = (choice: RuleChoice): string[] => chooseRules(choice).map(({ id }) => id)

test('all rules are chosen where nothing is said', () => {
  expect(chooseRules({})).toEqual(RULES)
})

test('ids and groups are chosen in any case, and told in the order of the list', () => {
  expect(idsOf({ only: ['ack-post', 'Transport', 'ACK-ID'] })).toEqual([
    'ACK-ID',
    'ACK-POST',
    ...RULES.filter(({ group }) => group === 'transport').map(({ id }) => id),
  ])
})

test('whatever may end an endpoint brings the rules on what can be seen afterwards', () => {
  expect(idsOf({ only: ['REF-NULL'] })).toEqual(['SUR-LIVES-ON', 'SUR-RATE', 'REF-NULL'])
  const skip = ['SUR-LIVES-ON', 'SUR-RATE']
  expect(idsOf({ only: ['REF-NULL'], skip })).toEqual(['REF-NULL'])
})

test('what is skipped is left out, even where --only names it', () => {
  expect(idsOf({ only: ['transport', 'ACK-ID'], skip: ['transport'] })).toEqual(['ACK-ID'])
  expect(chooseRules({ skip: ['destructive'] }).some(({ isDestructive }) => isDestructive)).toBe(
    false,
  )
})

test('a severity brings those above it', () => {
  const severities = (severity: RuleChoice['severity']): string[] => [
    ...new Set(chooseRules({ severity }).map((rule) => rule.severity)),
  ]
  expect(severities('required')).toEqual(['required'])
  expect(severities('recommended').toSorted()).toEqual(['recommended', 'required'])
  expect(severities('information')).toHaveLength(3)
})

test.each([
  [{ only: ['ACK-FINISHD'] }, '--only', 'ACK-FINISHED'],
  [{ skip: ['refuse'] }, '--skip', 'refuses'],
] as const)('a name that is none is refused with the nearest one: %j', (choice, flag, near) => {
  const [name] = Object.values(choice)[0] as readonly string[]
  expect(() => chooseRules(choice)).toThrow(
    expect.objectContaining({
      code: 'UNKNOWN_RULE',
      message: `${flag}: there is no rule or group "${name}"`,
      hint: `${flag} ${near}`,
      exitCode: 2,
    }),
  )
})

test('a name that is near to none points at the list', () => {
  expect(() => chooseRules({ only: [''] })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_RULE', hint: 'hookstep check --list' }),
  )
})

test('a choice of nothing is refused', () => {
  expect(() => chooseRules({ only: ['refuses'], skip: ['refuses'] })).toThrow(
    expect.objectContaining({ code: 'NO_RULE', exitCode: 2 }),
  )
})
