import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

const TEXTS: readonly (readonly [label: string, text: string])[] = [
  ['a number for interviewId', '{"interviewId":42,"onboardingStatus":"ONBOARDING_FINISHED"}'],
  [
    'an object for interviewId',
    '{"interviewId":{"$ne":null},"onboardingStatus":"ONBOARDING_FINISHED"}',
  ],
  [
    'a list for onboardingStatus',
    '{"interviewId":"{{interviewId}}","onboardingStatus":["EXPIRED"]}',
  ],
]

export const refWrongTypes: RuleOf = {
  id: 'REF-WRONG-TYPES',
  title: 'Refuses fields of a wrong type',
  why: 'Both fields are strings; an object that reaches a database query can find what it should not (vendor-facts 1.1; ours).',
  severity: 'recommended',
  advice: 'check with a schema that both fields are strings, and answer 400',
  probe: () => inOrder(...TEXTS.map(([label, text]) => textBody(label, text))),
  judge: judgeRefused,
}
