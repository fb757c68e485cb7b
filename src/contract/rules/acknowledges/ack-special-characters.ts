import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finishedWith, inOrder, type ProbeRequest } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

/** The first is the vendor's own example (vendor-facts 1.1). */
const EXTERNAL_IDS = [
  'MyCustomerID#0001',
  'with some spaces',
  'naïve/\u{1f642}?a=1&b=%20',
  `quote " and 'apostrophe'`,
]

export const ackSpecialCharacters: RuleOf = {
  id: 'ACK-SPECIAL-CHARACTERS',
  title: 'Acknowledges external ids with #, spaces and emoji',
  why: 'An external id is free text; the vendor’s own example has a # in it (vendor-facts 1.1).',
  severity: 'required',
  advice: 'treat it as text: encode it in a URL, and bind it as a parameter in SQL',
  probe: () => inOrder(...EXTERNAL_IDS.map(withExternalId)),
  judge: judgeAcknowledged,
}

function withExternalId(externalCustomerId: string, session: number): ProbeRequest {
  return { ...finishedWith(externalCustomerId, { externalCustomerId }), session }
}
