import { Option, type Command } from 'commander'
import { parseId } from '../config/parse-id.ts'
import { PAYLOAD_VARIANTS, type PayloadVariant } from '../contract/notification.ts'
import type { SessionIdentity } from '../contract/delivery.ts'
import type { FixtureLibrary } from '../fixtures/fixture-library.ts'
import { renderNotification } from '../fixtures/render-notification.ts'
import { addDeliveryFlags, type DeliveryFlags } from './delivery-flags.ts'
import { addFixtureFlags, type FixtureFlags } from './fixture-flags.ts'

/** How the body of a notification is made. */
export interface PayloadFlags extends FixtureFlags {
  /** False after `--no-external-customer-id`. */
  readonly externalCustomerId?: string | boolean
  readonly payload: PayloadVariant
}

/** What every command that makes notifications and sends them takes. */
export interface SenderFlags extends PayloadFlags, DeliveryFlags {
  readonly interviewId?: string
}

/** Adds the flags of every command that makes notifications from fixtures, but for which ones. */
export function addSenderFlags(command: Command): Command {
  command.option('--interview-id <id>', 'use this session id (one session only)', (text) =>
    parseId(text, '--interview-id', 'leave the flag out, and one is made up'),
  )
  return addDeliveryFlags(addPayloadFlags(command))
}

/** Adds the flags that say how the body of a notification is made. */
export function addPayloadFlags(command: Command): Command {
  const variant = new Option(
    '--payload <variant>',
    'the form of the body: the vendor page, its old site, or its samples',
  )
  command
    .option(
      '--external-customer-id <id>',
      'use this external id (default: Customer#0001, …)',
      (text) => parseId(text, '--external-customer-id', '--no-external-customer-id leaves it out'),
    )
    .option('--no-external-customer-id', 'leave the external id out')
    .addOption(variant.choices(PAYLOAD_VARIANTS).default('current'))
  return addFixtureFlags(command)
}

/** The external id that the flags ask for: one for all, none, or `'made-up'` for each session. */
export function toExternalCustomerId(flags: PayloadFlags): { value: string | null } | 'made-up' {
  const { externalCustomerId = true } = flags
  if (externalCustomerId === true) return 'made-up'
  return { value: externalCustomerId === false ? null : externalCustomerId }
}

/** Renders the fixture of a status for a session, as the flags ask for. */
export async function renderFor(
  status: string,
  { interviewId, externalCustomerId }: SessionIdentity,
  fixtures: FixtureLibrary,
  flags: PayloadFlags,
): Promise<Uint8Array> {
  return renderNotification(await fixtures.loadNotification(status), {
    interviewId,
    externalCustomerId,
    variant: flags.payload,
    variables: Object.fromEntries(flags.var),
  })
}
