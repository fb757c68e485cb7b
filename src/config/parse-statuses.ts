import { CliError } from '../contract/errors.ts'

/** Statuses from a list with commas between; any name will do. Throws `NO_STATUS`. */
export function parseStatuses(text: string, flag: string): string[] {
  const statuses = text
    .split(',')
    .map((status) => status.trim())
    .filter(Boolean)
  if (statuses.length > 0) return statuses
  throw new CliError('NO_STATUS', `${flag}: the list is empty`, {
    hint: `${flag} ID_VALIDATION_FINISHED,ONBOARDING_FINISHED`,
  })
}
