import { CliError } from '../contract/errors.ts'

/** Variables that hookstep itself fills, and counts sessions by. */
const OWN_FLAGS: Readonly<Record<string, string>> = {
  interviewId: '--interview-id',
  externalCustomerId: '--external-customer-id',
}

/** Name and value from `name=value`, for a fixture's `{{name}}`. Throws `BAD_VARIABLE`. */
export function parseVariable(text: string): readonly [name: string, value: string] {
  const match = /^([\w.-]+)=(.*)$/s.exec(text)
  if (match === null) {
    throw new CliError('BAD_VARIABLE', `--var ${JSON.stringify(text)}: expected name=value`, {
      hint: '--var country=MX',
    })
  }
  const [, name = '', value = ''] = match
  const flag = OWN_FLAGS[name]
  if (flag === undefined) return [name, value]
  throw new CliError('BAD_VARIABLE', `--var ${name}: this one has a flag of its own`, {
    hint: `${flag} ${value}`,
  })
}
