import { createHash } from 'node:crypto'
import type { HeaderPair } from '../contract/received.ts'
import type { RequestRecord } from './record.ts'

/** Headers whose values are secrets whatever the user says. */
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/** Lower-case names of the headers whose values are hashed: ours and those given. */
export function secretNames(more: readonly string[]): ReadonlySet<string> {
  return new Set([...SECRET_HEADERS, ...more.map((name) => name.toLowerCase())])
}

/** A request with every secret as its hash, or itself where it has none: what is kept, and what may be shown. */
export function withoutSecrets(
  request: RequestRecord,
  secrets: ReadonlySet<string>,
): RequestRecord {
  const rawHeaders = hashSecrets(request.rawHeaders, secrets)
  const path = hashSecretQuery(request.path)
  const isClean = rawHeaders === request.rawHeaders && path === request.path
  return isClean ? request : { ...request, path, rawHeaders }
}

/**
 * The headers with each secret value as `sha256:` and eight digits: enough to tell two apart
 * (hardening J10). Those given where none is secret.
 */
export function hashSecrets(
  headers: readonly HeaderPair[],
  secrets: ReadonlySet<string>,
): readonly HeaderPair[] {
  if (!headers.some(([name]) => secrets.has(name.toLowerCase()))) return headers
  return headers.map((pair) => {
    const [name, value] = pair
    return secrets.has(name.toLowerCase()) ? [name, hashSecret(value)] : pair
  })
}

/** The path with a token in its query hashed (RFC 6750, 2.3): it is refused, and told all the same. */
export function hashSecretQuery(path: string): string {
  if (!path.includes('?') && !path.includes('&')) return path
  return path.replaceAll(
    /([?&]access_token=)([^&#]*)/gi,
    (_, name: string, value: string) => `${name}${hashSecret(value)}`,
  )
}

function hashSecret(value: string): string {
  return `sha256:${createHash('sha256').update(value).digest('hex').slice(0, 8)}`
}
