import type { Command } from 'commander'
import { parseId } from '../../config/parse-id.ts'
import { CliError } from '../../contract/errors.ts'
import type { RequestRecord } from '../../journal/record.ts'
import { repeatable } from '../command.ts'

export interface SelectionFlags {
  readonly session?: string
  readonly status: readonly (readonly string[])[]
  readonly refused?: boolean
}

/** Adds the flags that choose among the requests of a journal. */
export function addSelectionFlags(command: Command): Command {
  return command
    .option('--session <id>', 'only this session, by its interviewId', (text) =>
      parseId(text, '--session', 'hookstep journal list --sessions'),
    )
    .addOption(
      repeatable('--status <names>', 'only these statuses; commas or repeated', parseStatuses),
    )
}

/** Any name: a receiver takes statuses that the vendor does not know, too. */
function parseStatuses(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (!names.includes('')) return names
  throw new CliError('BAD_STATUS', '--status: a name is empty', {
    hint: '--status EXPIRED,ONBOARDING_FINISHED',
  })
}

/** Which requests of a journal are meant. */
export interface Selection {
  /** True where all are. */
  readonly isEverything: boolean
  readonly hasRequest: (request: RequestRecord) => boolean
  /** Whether a session with these statuses is meant. */
  readonly hasSession: (interviewId: string, statuses: readonly string[]) => boolean
}

/** All of them. */
export const EVERYTHING: Selection = {
  isEverything: true,
  hasRequest: () => true,
  hasSession: () => true,
}

/** The selection that the flags make. */
export function toSelection({ session, status, refused }: SelectionFlags): Selection {
  const names = new Set(status.flat())
  const isMeant = (interviewId: string, statuses: readonly string[]): boolean =>
    (session === undefined || session === interviewId) &&
    (names.size === 0 || statuses.some((each) => names.has(each)))
  return {
    isEverything: session === undefined && names.size === 0 && refused !== true,
    hasSession: isMeant,
    hasRequest: ({ verdict }) => {
      if (refused === true) return verdict.kind === 'refused'
      if (verdict.kind === 'refused') return session === undefined && names.size === 0
      return isMeant(verdict.interviewId, [verdict.onboardingStatus])
    },
  }
}
