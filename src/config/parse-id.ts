import { CliError } from '../contract/errors.ts'

/** An id as it was given; ids are free text (vendor-facts 1.3), but not empty. Throws `BAD_ID`. */
export function parseId(text: string, flag: string, hint: string): string {
  if (text !== '') return text
  throw new CliError('BAD_ID', `${flag}: the id is empty`, { hint })
}
