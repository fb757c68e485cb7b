import * as v from 'valibot'
import { checkSettings } from './check-settings.ts'
import { receiverSettings } from './receiver-settings.ts'
import { relaySettings } from './relay-settings.ts'
import { senderSettings } from './sender-settings.ts'
import { text } from './setting-kinds.ts'

/**
 * What `hookstep.config.json` may hold: the flags in camelCase, all optional, and profiles of the same
 * keys. `scripts/config-schema.js` turns it into the JSON Schema that ships.
 */

const entries = { ...senderSettings, ...receiverSettings, ...relaySettings, ...checkSettings }

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
