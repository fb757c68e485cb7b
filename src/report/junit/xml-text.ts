/** Text without U+FFFE and U+FFFF, which XML cannot hold; they are written out. */
export function xmlText(text: string): string {
  return text.replaceAll(/[\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
}

/**
 * Text for a CDATA section. Two gaps of the library's are closed here: it splits only the first
 * `]]>`, and drops U+FFFE and U+FFFF after that, so that `]]\uffff>` would end the section.
 */
export function cdataText(text: string): string {
  return xmlText(text).replaceAll(']]>', ']]&gt;')
}
