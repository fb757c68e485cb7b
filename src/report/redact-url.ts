import type { Redact } from './redact-header.ts'

/** A URL without known secrets, also where they stand percent-encoded in its path or its query. */
export function redactUrl(text: string, redact: Redact): string {
  const redacted = redact(text)
  if (!URL.canParse(redacted)) return redacted
  const url = new URL(redacted)
  const path = decodePath(url.pathname)
  if (redact(path) !== path) url.pathname = redact(path)
  const query = [...url.searchParams]
  const clean = query.map(([name, value]): [string, string] => [redact(name), redact(value)])
  if (clean.join('\n') !== query.join('\n')) url.search = new URLSearchParams(clean).toString()
  return url.href
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
