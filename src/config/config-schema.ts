import * as v from 'valibot'
import { PAYLOAD_VARIANTS } from '../contract/notification.ts'
import { LARGEST_SEED } from './largest-seed.ts'

/**
 * What `hookstep.config.json` may hold: the flags in camelCase, all optional, and profiles of the same
 * keys. `scripts/config-schema.js` turns it into the JSON Schema that ships.
 */

const DURATION = 'expected a duration: milliseconds, or a text like "30s"'
const HEADERS = 'expected an object of names and values, or a list of "Name: value"'

const text = (description: string) =>
  v.optional(v.pipe(v.string('expected a string'), v.description(description)))

const flag = (description: string) =>
  v.optional(v.pipe(v.boolean('expected true or false'), v.description(description)))

const choice = <const Choices extends readonly string[]>(choices: Choices, description: string) =>
  v.optional(
    v.pipe(
      v.picklist(choices, `expected one of ${choices.join(', ')}`),
      v.description(description),
    ),
  )

const whole = (min: number, max: number, description: string) => {
  const message = `expected a whole number from ${min} to ${max}`
  return v.optional(
    v.pipe(
      v.number(message),
      v.integer(message),
      v.minValue(min, message),
      v.maxValue(max, message),
      v.description(description),
    ),
  )
}

const share = (description: string) => {
  const message = 'expected a number from 0 to 1'
  return v.optional(
    v.pipe(
      v.number(message),
      v.minValue(0, message),
      v.maxValue(1, message),
      v.description(description),
    ),
  )
}

const numberOrText = (message: string, description: string) =>
  v.optional(v.pipe(v.union([v.number(), v.string()], message), v.description(description)))

const strings = (description: string) =>
  v.optional(
    v.pipe(
      v.array(v.string('expected a string'), 'expected a list of strings'),
      v.description(description),
    ),
  )

const stringOrList = (description: string) =>
  v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())], 'expected a string or a list of strings'),
      v.description(description),
    ),
  )

const names = (message: string) => v.record(v.string(), v.string('expected a string'), message)

const entries = {
  url: text('The endpoint under test, where a command is given no <url>.'),
  flow: stringOrList('Flows to send, one after another: --flow.'),
  statuses: strings('Send these statuses in one session, in this order: --statuses.'),
  interviewId: text('The session id to send: --interview-id.'),
  externalCustomerId: v.optional(
    v.pipe(
      v.union([v.string(), v.literal(false)], 'expected a string or false'),
      v.description('The external id to send; false leaves it out: --external-customer-id.'),
    ),
  ),
  payload: choice(PAYLOAD_VARIANTS, 'The form of the body: --payload.'),
  pace: numberOrText(
    'expected milliseconds, a duration like "2s", or "realistic"',
    'The wait between the notifications of a session: --pace.',
  ),
  includeUnknown: flag('Send UNKNOWN first in every session: --include-unknown.'),
  headers: v.optional(
    v.pipe(
      v.union([v.array(v.string(), HEADERS), names(HEADERS)], HEADERS),
      v.description(
        'Custom headers: an object of names and values, or a list of "Name: value". Write a secret as ${VARIABLE}.',
      ),
    ),
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
  timeout: numberOrText(DURATION, 'How long to wait for an answer: --timeout.'),
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
  vars: v.optional(
    v.pipe(
      names('expected an object of names and values'),
      v.description("What a fixture's {{name}} holds: --var."),
    ),
  ),
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
  port: whole(0, 65_535, 'The port to listen on; 0 takes a free one: --port.'),
  tunnel: choice(['localtunnel', 'simulated', 'none'], 'The way in: --tunnel.'),
  tunnelHost: text('The relay of the tunnel: --tunnel-host.'),
  subdomain: text('The name to ask the relay for: --subdomain.'),
  requireSubdomain: flag('End when another name is given: --require-subdomain.'),
  requireTunnel: flag('End when the tunnel cannot be opened: --require-tunnel.'),
  tunnelTimeout: numberOrText(DURATION, 'How long to try to open the tunnel: --tunnel-timeout.'),
  respond: whole(200, 599, 'The HTTP status to answer with: --respond.'),
  respondBody: text('The body to answer with: --respond-body.'),
  respondType: text('The Content-Type to answer with: --respond-type.'),
  respondDelay: numberOrText(DURATION, 'How long to wait before the answer: --respond-delay.'),
}

/** The keys of a profile, and of the file itself. */
export const SettingsSchema = v.strictObject(entries, 'expected an object')

/** The whole file. */
export const ConfigSchema = v.strictObject(
  {
    $schema: text('Where an editor finds what this file may hold.'),
    ...entries,
    profiles: v.optional(
      v.pipe(
        v.record(v.string(), SettingsSchema, 'expected an object of profiles'),
        v.description(
          'Named sets of the same keys, chosen with --profile; they go before the keys above.',
        ),
      ),
    ),
  },
  'expected an object',
)

export type Settings = v.InferOutput<typeof SettingsSchema>
export type SettingValue = Exclude<Settings[keyof Settings], undefined>
export type Config = v.InferOutput<typeof ConfigSchema>
