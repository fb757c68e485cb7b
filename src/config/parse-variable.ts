import { CliError } from '../contract/errors.ts'

/** Name and value from `name=value`, for a fixture's `{{name}}`. Throws `BAD_VARIABLE`. */
export function parseVariable(text: string): readonly [name: string, value: string] {
  const match = /^([\w.-]+)=(.*)$/s.exec(text)
  if (match === null) {
    throw new CliError('BAD_VARIABLE', `--var ${JSON.stringify(text)}: expected name=value`, {
      hint: '--var country=MX',
    })
  }
  return [match[1] as string, match[2] as string]
}
