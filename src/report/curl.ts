import { isSecretParameter } from '../contract/secret-parameter.ts'
import { isHarmlessText } from './harmless.ts'

export interface CurlRequest {
  /** @default 'POST' */
  readonly method?: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Lower-case names of the headers whose values become variables. */
  readonly secretHeaders: readonly string[]
  /** True where `authorization` is the header that hookstep makes from its own token. */
  readonly hasOwnToken: boolean
  readonly body: Uint8Array
}

/** Linux takes 128 KiB for one word of a command line. */
const MAX_ARGUMENT_BYTES = 100_000

/**
 * The curl command that sends the same request, for a POSIX shell. Secrets are variables of the shell:
 * `$HOOKSTEP_TOKEN` for hookstep's own bearer token, `$HOOKSTEP_HEADER_X_API_KEY` for the whole value
 * of a header `X-Api-Key`, `$HOOKSTEP_QUERY_KEY` for what stands in the URL after `key=`; the prefix keeps
 * a header `Path` away from `$PATH`.
 */
export function renderCurl({ method, url, headers, body, ...secrets }: CurlRequest): string {
  const { source, argument } = bodyArgument(body)
  // Of a GET, an empty body is none.
  const isBodiless = body.length === 0 && !['POST', undefined].includes(method)
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const lines = [
    `${source}curl ${methodArgument(method ?? 'POST')} ${urlArgument(url)}`,
    ...headers.map((header) => headerArgument(header, secrets)),
    // By itself, curl would call the body a form.
    ...(isBodiless || hasType ? [] : [`--header 'Content-Type:'`]),
    ...(isBodiless ? [] : [argument]),
  ]
  return lines.join(' \\\n  ')
}

function methodArgument(method: string): string {
  // With --request, curl would wait for the body of the answer.
  if (method === 'HEAD') return '--head'
  return `--request ${/^[A-Z][A-Z-]*$/i.test(method) ? method : octal(method)}`
}

/** The URL in quotes; the value of a secret parameter is a variable, in double quotes of its own. */
function urlArgument(url: string): string {
  const withVariables = url
    .replaceAll("'", "'\\''")
    .replaceAll(/([?&])([^=&#]*)=[^&#]+/g, (parameter, mark: string, text: string) => {
      const [[name] = ['']] = new URLSearchParams(text)
      return isSecretParameter(name) ? `${mark}${text}='"${variableOf('QUERY', name)}"'` : parameter
    })
  return `'${withVariables}'`.replace(/(?<=")''$/, '')
}

function variableOf(place: 'HEADER' | 'QUERY', name: string): string {
  return `$HOOKSTEP_${place}_${name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}`
}

function headerArgument(
  [name, value]: readonly [string, string],
  { secretHeaders, hasOwnToken }: Pick<CurlRequest, 'secretHeaders' | 'hasOwnToken'>,
): string {
  const lowerName = name.toLowerCase()
  if (lowerName === 'authorization' && hasOwnToken) {
    return `--header "${name}: ${schemeOf(value)} $HOOKSTEP_TOKEN"`
  }
  if (!secretHeaders.includes(lowerName)) return `--header ${headerText(name, value)}`
  const variable = variableOf('HEADER', name)
  // A name may hold what the shell would run.
  if (/^[\w-]+$/.test(name)) return `--header "${name}: ${variable}"`
  return `--header ${argumentText(`${name}: `)}"${variable}"`
}

/** The scheme counts in any case (RFC 6750, 2.1); `check` sends it in lower case to see. */
function schemeOf(value: string): string {
  return value.startsWith('bearer ') ? 'bearer' : 'Bearer'
}

/**
 * A body that is no text, or too long, cannot stand on a command line, and one that a terminal would
 * act on may not (hardening C8); it is piped in from base64. Text goes by `--data-raw`: of a text that starts with
 * `@`, the other flags read the file of that name.
 */
function bodyArgument(body: Uint8Array): { source: string; argument: string } {
  const bytes = Buffer.from(body)
  const text = bytes.toString()
  const isText = Buffer.from(text).equals(bytes) && isHarmlessText(text)
  if (isText && bytes.length <= MAX_ARGUMENT_BYTES)
    return { source: '', argument: `--data-raw ${quoted(text)}` }
  const source = `printf %s ${bytes.toString('base64')} | base64 -d | `
  return { source, argument: '--data-binary @-' }
}

/** `'Name: value'`; a header with an empty value ends with a semicolon, or curl would leave it out. */
function headerText(name: string, value: string): string {
  return argumentText(value === '' ? `${name};` : `${name}: ${value}`)
}

function argumentText(plain: string): string {
  return /^[\x20-\x7e]*$/.test(plain) ? quoted(plain) : octal(plain)
}

/** Bytes that no terminal may get, or that the shell's own encoding would change, written in octal. */
function octal(plain: string): string {
  const isLatin1 = /^[\u0000-\u00ff]*$/.test(plain)
  const written = [...Buffer.from(plain, isLatin1 ? 'latin1' : 'utf8')].map((byte) =>
    /[\w .,:;/-]/.test(String.fromCharCode(byte)) && byte < 0x7f
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  )
  // A hyphen at the beginning would be an option of printf.
  return `"$(printf '${written.join('').replace(/^-/, '\\055')}')"`
}

function quoted(plain: string): string {
  return `'${plain.replaceAll("'", "'\\''")}'`
}
