import { judgeRefused } from '../judge-refused.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refMediaType: RuleOf = {
  id: 'REF-MEDIA-TYPE',
  title: 'Refuses a notification that is called a form',
  why: 'Notifications are application/json; a form can be posted from any web page (vendor-facts 1; ours).',
  severity: 'recommended',
  advice: 'answer 415 to any other media type',
  probe: () =>
    inOrder(
      finished('a body that is called a form', {
        headers: [['content-type', 'application/x-www-form-urlencoded']],
      }),
    ),
  judge: judgeRefused,
}
