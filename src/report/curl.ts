export interface CurlRequest {
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Lower-case names of the headers whose values become variables. */
  readonly secretHeaders: readonly string[]
  /** True where `authorization` is the header that hookstep makes from its own token. */
  readonly hasOwnToken: boolean
  readonly body: Uint8Array
}

/**
 * The curl command that sends the same request, for a POSIX shell. Secrets are variables of the shell:
 * `$HOOKSTEP_TOKEN` for hookstep's own bearer token, `$HOOKSTEP_HEADER_X_API_KEY` for the whole value
 * of a header `X-Api-Key`; the prefix keeps a header `Path` away from `$PATH`.
 */
export function renderCurl({ url, headers, body, ...secrets }: CurlRequest): string {
  const { source, argument } = bodyArgument(body)
  const lines = [
    `${source}curl --request POST ${quoted(url)}`,
    ...headers.map((header) => headerArgument(header, secrets)),
    argument,
  ]
  return lines.join(' \\\n  ')
}

function headerArgument(
  [name, value]: readonly [string, string],
  { secretHeaders, hasOwnToken }: Pick<CurlRequest, 'secretHeaders' | 'hasOwnToken'>,
): string {
  const lowerName = name.toLowerCase()
  if (lowerName === 'authorization' && hasOwnToken) {
    return `--header "${name}: Bearer $HOOKSTEP_TOKEN"`
  }
  if (!secretHeaders.includes(lowerName)) return `--header ${quoted(`${name}: ${value}`)}`
  return `--header "${name}: $HOOKSTEP_HEADER_${name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}"`
}

/**
 * A body that is no text cannot stand on a command line; it is piped in from base64. Text goes by
 * `--data-raw`: of a text that starts with `@`, the other flags read the file of that name.
 */
function bodyArgument(body: Uint8Array): { source: string; argument: string } {
  const bytes = Buffer.from(body)
  const text = bytes.toString()
  const isText = Buffer.from(text).equals(bytes) && !text.includes('\0')
  if (isText) return { source: '', argument: `--data-raw ${quoted(text)}` }
  const source = `printf %s ${bytes.toString('base64')} | base64 -d | `
  return { source, argument: '--data-binary @-' }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
