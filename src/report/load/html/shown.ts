import { harmlessMessage } from '../../harmless.ts'
import type { Redact } from '../../redact-header.ts'
import { redactUrl } from '../../redact-url.ts'

/** Outside values as the page may show them: without secrets, and with nothing in them that hides or reorders text. */
export interface Shown {
  readonly message: (text: string) => string
  readonly url: (url: string) => string
}

/** What a page shows of values that may hold what `redact` knows. */
export function createShown(redact: Redact): Shown {
  return {
    message: (text) => harmlessMessage(redact(text)),
    url: (url) => harmlessMessage(redactUrl(url, redact)),
  }
}
