import * as v from 'valibot'
import { PAYLOAD_VARIANTS } from '../contract/notification.ts'
import { LARGEST_SEED } from './largest-seed.ts'
import {
  choice,
  duration,
  flag,
  headers,
  numberOrText,
  share,
  stringOrList,
  strings,
  text,
  textOrFalse,
  variables,
  whole,
} from './setting-kinds.ts'

/** The keys that are flags of `send-sequence`, `send` and `replay`. */
export const senderSettings = {
  url: text('The endpoint under test, where a command is given no <url>.'),
  flow: stringOrList('Flows to send, one after another: --flow.'),
  statuses: strings('Send these statuses in one session, in this order: --statuses.'),
  interviewId: text('The session id to send: --interview-id.'),
  externalCustomerId: textOrFalse(
    'The external id to send; false leaves it out: --external-customer-id.',
  ),
  payload: choice(PAYLOAD_VARIANTS, 'The form of the body: --payload.'),
  pace: numberOrText(
    'expected milliseconds, a duration like "2s", or "realistic"',
    'The wait between the notifications of a session: --pace.',
  ),
  includeUnknown: flag('Send UNKNOWN first in every session: --include-unknown.'),
  headers: headers(
    'Custom headers: an object of names and values, or a list of "Name: value". Write a secret as ${VARIABLE}.',
  ),
  token: text('The bearer token to send, written as ${VARIABLE}: --token.'),
  oauthUrl: text('The token endpoint of the OAuth 2.0 client credentials: --oauth-url.'),
  clientId: text('The OAuth client id: --client-id.'),
  clientSecret: text('The OAuth client secret, written as ${VARIABLE}: --client-secret.'),
  oauthCredentials: choice(
    ['rfc6749', 'plain'],
    'How id and secret are encoded in the Basic header: --oauth-credentials.',
  ),
  keepTokenOn401: flag('Do not get a new token after a 401: --keep-token-on-401.'),
  timeout: duration('How long to wait for an answer: --timeout.'),
  insecure: flag('Accept a certificate that cannot be verified: --insecure.'),
  strict: flag('Reject a 200 whose body is not JSON or says success: false: --strict.'),
  retry: choice(['vendor', 'legacy', 'none'], 'The schedule of retries: --retry.'),
  retryOrder: choice(
    ['free', 'blocking'],
    'Whether later statuses wait for one that is retried: --retry-order.',
  ),
  timeScale: numberOrText(
    'expected a factor: a number, or a text like "100x"',
    'How many times faster the waits pass: --time-scale.',
  ),
  stopOnGone: flag('Send nothing more after a 410: --stop-on-gone.'),
  seed: whole(0, LARGEST_SEED, 'The seed of what is done by chance: --seed.'),
  duplicate: share('The share of notifications that are sent twice: --duplicate.'),
  shuffle: flag('Reorder as far as retries could: --shuffle.'),
  late: text('The status that arrives after all others of its session: --late.'),
  drop: share('The share of notifications that are never sent: --drop.'),
  fixtures: text('The folder of your own fixtures, relative to this file: --fixtures.'),
  vars: variables("What a fixture's {{name}} holds: --var."),
  stopOnFailure: flag('Send nothing more after the first rejection: --stop-on-failure.'),
  report: v.optional(
    v.pipe(
      v.array(
        v.picklist(
          ['junit', 'json', 'har', 'markdown'],
          'expected one of junit, json, har, markdown',
        ),
        'expected a list of junit, json, har, markdown',
      ),
      v.description('The reports to write: --report.'),
    ),
  ),
  reportDir: text('The folder of the reports, relative to this file: --report-dir.'),
}
