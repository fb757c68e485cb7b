import type { Command } from 'commander'
import { LARGEST_SEED } from '../config/largest-seed.ts'
import { parseChance } from '../config/parse-chance.ts'
import { parseWholeNumber } from '../config/parse-number.ts'
import type { Random } from '../context.ts'
import type { DisorderAction, PlannedSession } from '../contract/delivery.ts'
import { CliError } from '../contract/errors.ts'
import { disorder } from '../delivery/disorder.ts'

export interface DisorderFlags {
  readonly duplicate: number
  readonly drop: number
  readonly shuffle?: boolean
  readonly late?: string
  readonly seed?: number
}

/** A plan, and what was done to it. `seed` is null where nothing was left to chance. */
export interface ChosenPlan {
  readonly sessions: readonly PlannedSession[]
  readonly actions: readonly DisorderAction[]
  readonly seed: number | null
}

/** Adds the flags that bring a sequence into disorder on purpose. */
export function addDisorderFlags(command: Command): Command {
  return command
    .option(
      '--duplicate <chance>',
      'send a notification twice, with this chance (0 to 1)',
      (text) => parseChance(text, '--duplicate'),
      0,
    )
    .option(
      '--drop <chance>',
      'leave a notification out, with this chance (0 to 1)',
      (text) => parseChance(text, '--drop'),
      0,
    )
    .option('--shuffle', "reorder each session, as far as the vendor's retries could")
    .option(
      '--late <status>',
      'send this status after all others of its session; FINISHED is short for ONBOARDING_FINISHED',
    )
    .option('--seed <number>', 'repeat the disorder of an earlier run', (text) =>
      parseWholeNumber(text, '--seed', 0, LARGEST_SEED),
    )
}

/** Does to the plan what the flags ask for. Throws `UNKNOWN_STATUS` where `--late` names none of the plan. */
export function applyDisorder(
  planned: readonly PlannedSession[],
  flags: DisorderFlags,
  random: Random,
): ChosenPlan {
  const { duplicate, drop, shuffle = false, late } = flags
  const isChance = duplicate > 0 || drop > 0 || shuffle
  if (!isChance && late === undefined) return { sessions: planned, actions: [], seed: null }
  const seed = flags.seed ?? makeSeed(random)
  const options = {
    duplicate,
    drop,
    shuffle,
    late: late === undefined ? null : fullName(late, planned),
  }
  const { sessions, actions } = disorder(planned, options, seed)
  if (sessions.some(({ notifications }) => notifications.length > 0)) {
    return { sessions, actions, seed: isChance ? seed : null }
  }
  throw new CliError(
    'NOTHING_TO_SEND',
    `--drop ${drop} left nothing of the sequence (seed ${seed})`,
    {
      hint: '--drop 0.2, or another --seed',
    },
  )
}

/** A seed for a run that was given none. */
export function makeSeed(random: Random): number {
  return Buffer.from(random.bytes(4)).readUInt32BE() % LARGEST_SEED
}

function fullName(late: string, planned: readonly PlannedSession[]): string {
  const name = late === 'FINISHED' ? 'ONBOARDING_FINISHED' : late
  const statuses = planned.flatMap(({ notifications }) =>
    notifications.map((each) => each.onboardingStatus),
  )
  if (statuses.includes(name)) return name
  throw new CliError('UNKNOWN_STATUS', `--late: no session sends ${JSON.stringify(name)}`, {
    hint: `--late ${statuses.at(-1) ?? 'ONBOARDING_FINISHED'}`,
  })
}
