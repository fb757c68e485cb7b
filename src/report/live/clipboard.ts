/** Beyond this, terminals drop what they are handed. */
const MOST_BYTES = 74_000

/**
 * What makes a terminal put a text on the clipboard of whoever sits before it, through ssh too (OSC 52 of
 * xterm's control sequences); null for a text that is too long. Not every terminal does it.
 */
export function toClipboard(text: string): string | null {
  const bytes = Buffer.from(text)
  return bytes.length > MOST_BYTES ? null : `\u001b]52;c;${bytes.toString('base64')}\u0007`
}
