export interface CurlRequest {
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Lower-case names of the headers whose values become variables. */
  readonly secretHeaders: readonly string[]
  readonly body: Uint8Array
}

/**
 * The curl command that sends the same request, for a POSIX shell. Secrets are variables of the shell:
 * `$HOOKSTEP_TOKEN` for the bearer, `$X_API_KEY` for a header of that name.
 */
export function renderCurl({ url, headers, secretHeaders, body }: CurlRequest): string {
  const { source, argument } = bodyArgument(body)
  const lines = [
    `${source}curl --request POST ${quoted(url)}`,
    ...headers.map(([name, value]) =>
      secretHeaders.includes(name.toLowerCase())
        ? `--header "${name}: ${variableFor(name)}"`
        : `--header ${quoted(`${name}: ${value}`)}`,
    ),
    `--data-binary ${argument}`,
  ]
  return lines.join(' \\\n  ')
}

function variableFor(header: string): string {
  if (header.toLowerCase() === 'authorization') return 'Bearer $HOOKSTEP_TOKEN'
  return `$${header.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}`
}

/** A body that is no text cannot stand on a command line; it is piped in from base64. */
function bodyArgument(body: Uint8Array): { source: string; argument: string } {
  const bytes = Buffer.from(body)
  const text = bytes.toString()
  const isText = Buffer.from(text).equals(bytes) && !text.includes('\0')
  if (isText) return { source: '', argument: quoted(text) }
  const source = `printf %s ${bytes.toString('base64')} | base64 -d | `
  return { source, argument: '@-' }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
