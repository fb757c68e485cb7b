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
