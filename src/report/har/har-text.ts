import type { HarRedaction } from './har-headers.ts'

/** Bytes as text, or null for what is not UTF-8. `isCut` lets the last character be incomplete. */
export function decodeUtf8(bytes: Uint8Array, isCut = false): string | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return decoder.decode(bytes, { stream: isCut })
  } catch {
    return null
  }
}

/** Bytes as text, U+FFFD for what is not UTF-8. */
export function decodeLossy(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** A text up to the limit of a report. Redacted before it is cut: half a secret would not be known as one. */
export function cutText(
  text: string,
  { redact, mostCharacters = Number.POSITIVE_INFINITY }: Omit<HarRedaction, 'secretHeaders'>,
): { text: string; comment?: string } {
  if (text.length <= mostCharacters) return { text }
  const comment = `only the first ${mostCharacters} of ${text.length} characters are kept here`
  return { text: redact(text).slice(0, mostCharacters), comment }
}
