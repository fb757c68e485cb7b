import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finishedWith, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackExtraField: RuleOf = {
  id: 'ACK-EXTRA-FIELD',
  title: 'Acknowledges a notification with an unknown field',
  why: 'The vendor’s own pages differ in the fields they show; a field that is refused stops every notification (vendor-facts 1.2; ours).',
  severity: 'recommended',
  advice: 'ignore fields that the app does not know',
  probe: () =>
    inOrder(
      finishedWith('with an unknown field', {
        extraFields: { addedTomorrow: { nested: [1, null] } },
      }),
    ),
  judge: judgeAcknowledged,
}
