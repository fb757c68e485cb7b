import { choice, duration, strings, text } from './setting-kinds.ts'

/** The keys that are flags of `check`. */
export const checkSettings = {
  skip: strings('Rules and groups to leave out: --skip.'),
  failOn: choice(
    ['required', 'recommended'],
    'The severity from which a broken rule makes check fail: --fail-on.',
  ),
  baseline: text('The file of known failures: --baseline.'),
  slowAfter: duration('From when on an answer is called slow: --slow-after.'),
  expiredToken: text('A token that was valid once, written as ${VARIABLE}: --expired-token.'),
}
