import { expect, test } from 'vitest'
import { answers201 } from '../endpoints/answers-201.ts'
import { answersFirst } from '../endpoints/answers-first.ts'
import { answersHtml } from '../endpoints/answers-html.ts'
import { diesOnBadJson } from '../endpoints/dies-on-bad-json.ts'
import { diesOnOtherStatuses } from '../endpoints/dies-on-other-statuses.ts'
import { failsOnUnknownStatus } from '../endpoints/fails-on-unknown-status.ts'
import { ignoresToken } from '../endpoints/ignores-token.ts'
import { isSlow } from '../endpoints/is-slow.ts'
import { startMortal, type Listener } from '../endpoints/mortal-server.ts'
import { needsExternalId } from '../endpoints/needs-external-id.ts'
import { printsBeforeJson } from '../endpoints/prints-before-json.ts'
import { redirects } from '../endpoints/redirects.ts'
import { saysSuccessFalse } from '../endpoints/says-success-false.ts'
import { runRules, withResult, type Setup } from './run-rules.ts'

interface Mistake {
  readonly endpoint: Listener
  /** The rules that name it; no other one fails. */
  readonly fails: readonly string[]
  readonly setup?: Setup
}

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'answers 200 with text/html': { endpoint: answersHtml, fails: ['ACK-MEDIA-TYPE'] },
  'answers 201': { endpoint: answers201, fails: ['ACK-HTTP-STATUS'] },
  'answers 302': { endpoint: redirects, fails: ['ACK-NO-REDIRECT'] },
  'says success: false': { endpoint: saysSuccessFalse, fails: ['ACK-BODY-SUCCESS'] },
  'dies on bad JSON': {
    endpoint: diesOnBadJson,
    // An empty body is no JSON either.
    fails: ['SUR-LIVES-ON', 'REF-EMPTY', 'REF-BROKEN-JSON'],
  },
  'dies on any status but ONBOARDING_FINISHED': {
    endpoint: diesOnOtherStatuses,
    fails: [
      ...['ACK-ID', 'ACK-ID-SECOND', 'ACK-GOVERNMENT', 'ACK-FACE', 'ACK-POST', 'ACK-POST-SECOND'],
      ...['ACK-APPROVED', 'ACK-REJECTED', 'ACK-EXPIRED', 'ACK-FUTURE-STATUS', 'SUR-LIVES-ON'],
    ],
  },
  'answers 500 to an unknown status': {
    endpoint: failsOnUnknownStatus,
    fails: ['ACK-FUTURE-STATUS'],
  },
  'takes 35 s': {
    endpoint: isSlow,
    fails: ['ACK-IN-TIME'],
    setup: { limits: { slowMs: 1000, timeoutMs: 1000 } },
  },
  'needs externalCustomerId': {
    endpoint: needsExternalId,
    // Neither the legacy payload nor the sample has one.
    fails: ['ACK-NO-EXTERNAL-ID', 'ACK-LEGACY', 'ACK-SAMPLE'],
  },
  'ignores the token': {
    endpoint: ignoresToken,
    fails: [
      ...['AUTH-NONE', 'AUTH-WRONG', 'AUTH-SAME-LENGTH', 'AUTH-EXPIRED', 'AUTH-BASIC'],
      'AUTH-QUERY',
    ],
    setup: { token: 'the-right-token', expiredToken: 'the-token-of-before' },
  },
  'answers before it reads the body': { endpoint: answersFirst, fails: ['ACK-READS-BODY'] },
  'prints text before the JSON': { endpoint: printsBeforeJson, fails: ['ACK-BODY-JSON'] },
}

test('there are twelve classic mistakes', () => {
  expect(Object.keys(MISTAKES)).toHaveLength(12)
})

test.concurrent.for(Object.entries(MISTAKES))(
  'an endpoint that %s is named by the right rule',
  async ([, { endpoint, fails, setup }], { onTestFinished }) => {
    const { url, restart } = await startMortal(endpoint, { atEnd: onTestFinished })
    const result = await runRules(url, { revival: { restart, waitMs: 5000 }, ...setup })
    expect(withResult('fail', result)).toEqual(fails)
    expect(result.stoppedAfter).toBeNull()
  },
)
