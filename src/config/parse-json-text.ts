import { parse as parseTolerant, printParseErrorCode, type ParseError } from 'jsonc-parser'

/** What JSON text holds. Throws what `refuse` makes of the place where it is no JSON; the text is never quoted. */
export function parseJsonText(text: string, refuse: (problem: string) => Error): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw refuse(syntaxProblem(text))
  }
}

/** Names the place; never quotes the text, which may hold a secret. */
function syntaxProblem(text: string): string {
  const errors: ParseError[] = []
  try {
    parseTolerant(text, errors, { disallowComments: true })
  } catch {
    return 'not JSON: nested too deep'
  }
  const [first] = errors
  const before = text.slice(0, first?.offset ?? text.length).split('\n')
  const problem = first === undefined ? 'a control character' : spelled(first)
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
  return `not JSON at ${place}: ${problem}`
}

/** `CommaExpected` in words. */
function spelled({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
}
