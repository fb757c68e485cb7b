import { createHash } from 'node:crypto'

/**
 * The policy of a page that stands alone: nothing is loaded, sent or framed, and of styles and scripts only these texts
 * apply (CSP Level 3, 6.7.3: hashes of the text between the tags).
 */
export function contentSecurityPolicy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    `script-src ${hashSource(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
