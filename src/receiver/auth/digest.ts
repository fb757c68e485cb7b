import { createHash, timingSafeEqual } from 'node:crypto'

/** A SHA-256 digest; digests of texts of any length can be compared in constant time. */
export function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** True where the text is the one that the digest was made of. Takes as long for every other text. */
export function isSame(text: string, digest: Buffer): boolean {
  return timingSafeEqual(digestOf(text), digest)
}
