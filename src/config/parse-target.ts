import { CliError } from '../contract/errors.ts'

/**
 * The URL under test, or the one of a flag. Throws `BAD_URL`, naming the flag, for anything but a plain
 * http or https URL: no other scheme, no user name or password in it, no white space (hardening C3).
 */
export function parseTarget(text: string, flag?: string): URL {
  const url = /\s/.test(text) || !URL.canParse(text) ? null : new URL(text)
  if (url === null) throw badUrl(text, 'is not a URL', 'http://127.0.0.1:3000/webhook', flag)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const hint = /^[\w.-]+:\d/.test(text) ? `http://${text}` : 'http:// or https://'
    throw badUrl(text, 'is not an http or https URL', hint, flag)
  }
  if (url.username !== '' || url.password !== '') {
    const hint = '--token for a bearer token, -H for any other header'
    throw badUrl(text, 'carries a user name or password', hint, flag)
  }
  return url
}

function badUrl(text: string, problem: string, hint: string, flag?: string): CliError {
  const shown = withoutUserInfo(text).slice(0, 200)
  const place = flag === undefined ? '' : `${flag}: `
  return new CliError('BAD_URL', `${place}${JSON.stringify(shown)} ${problem}`, {
    hint: withoutUserInfo(hint),
  })
}

/** A password in a URL is not repeated, whatever else is wrong with it. */
function withoutUserInfo(text: string): string {
  return text.replace(/\/\/[^/?#]*@/, '//…@')
}
