import { createHash } from 'node:crypto'
import type { HeaderPair } from './record.ts'

/** Headers whose values are secrets whatever the user says. */
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/** Name and value pairs from Node's flat list of them. */
export function pairHeaders(rawHeaders: readonly string[]): HeaderPair[] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  return names.map((name, index) => [name, rawHeaders[index * 2 + 1] ?? ''])
}

/** Lower-case names of the headers whose values are hashed: ours and those given. */
export function secretNames(more: readonly string[]): ReadonlySet<string> {
  return new Set([...SECRET_HEADERS, ...more.map((name) => name.toLowerCase())])
}

/**
 * The headers with each secret value as `sha256:` and eight digits: enough to tell two apart
 * (hardening J10).
 */
export function hashSecrets(
  headers: readonly HeaderPair[],
  secrets: ReadonlySet<string>,
): HeaderPair[] {
  return headers.map(([name, value]) => [
    name,
    secrets.has(name.toLowerCase()) ? hashSecret(value) : value,
  ])
}

function hashSecret(value: string): string {
  return `sha256:${createHash('sha256').update(value).digest('hex').slice(0, 8)}`
}
