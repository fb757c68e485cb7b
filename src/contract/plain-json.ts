/** Longer ones are rare, and deep JSON needs room. */
const MAX_PLAIN_LENGTH = 4096
/** A key and a string each. */
const QUOTES_OF_A_MEMBER = 4

/**
 * The fields of a JSON text that is one flat object of strings without escapes, as nearly every notification is. Null for
 * any other text, sound or not. In such an object the quotes tell of a key that was sent twice, which `JSON.parse` drops
 * without a word: so it needs no `findJsonFlaw`, which takes twice as long.
 */
export function parsePlainJson(text: string): Record<string, string> | null {
  if (text.length > MAX_PLAIN_LENGTH || text.includes('\\')) return null
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = value as Record<string, unknown>
  let quotes = 0
  for (const name in fields) {
    if (typeof fields[name] !== 'string') return null
    quotes += QUOTES_OF_A_MEMBER
  }
  return quotes === countQuotes(text) ? (fields as Record<string, string>) : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function countQuotes(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1
  return count
}
