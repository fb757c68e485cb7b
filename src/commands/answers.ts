import { withoutFlag } from '../config/without-flag.ts'
import { CliError } from '../contract/errors.ts'

/**
 * Turns the parser of a flag into the check of an answer: true, or what is wrong and what would do. A
 * hint with a flag in it is left out: here nobody types one.
 */
export function checkedBy(parse: (text: string) => unknown): (text: string) => true | string {
  return (text) => {
    try {
      parse(text)
      return true
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      const problem = withoutFlag(error.message)
      const isOfUse = error.hint !== undefined && !/(^| )--?[a-z]/i.test(error.hint)
      return isOfUse ? `${problem}; try ${error.hint}` : problem
    }
  }
}

/** The name of an environment variable, as it is. Throws `BAD_VARIABLE_NAME`. */
export function parseVariableName(text: string): string {
  if (/^[A-Za-z_]\w*$/.test(text)) return text
  throw new CliError(
    'BAD_VARIABLE_NAME',
    'expected the name of an environment variable, not its value',
    { hint: 'HOOKSTEP_TOKEN' },
  )
}

/** The text, unless it is empty. Throws `MISSING_ANSWER`. */
export function parseNonEmpty(text: string): string {
  if (text.trim() !== '') return text
  throw new CliError('MISSING_ANSWER', 'an answer is needed')
}
