import type { CheckReport } from '../../../contract/check-report.ts'
import { WRONG_SECRET } from '../../../contract/rules/probe.ts'
import { harmless, harmlessMessage } from '../../harmless.ts'
import { redactHeader, type Redact } from '../../redact-header.ts'
import { redactUrl } from '../../redact-url.ts'

/** Outside values as the page may show them: without secrets, and with nothing in them that hides or reorders text. */
export interface Shown {
  readonly redact: Redact
  /** Lower-case names of the headers whose values are secrets. */
  readonly secretHeaders: readonly string[]
  /** Cut at 2000 characters. */
  readonly message: (text: string) => string
  readonly url: (url: string) => string
  /** The value of a header, cut at 200 characters. */
  readonly header: (name: string, value: string) => string
}

/** What a page shows of the values of this report. */
export function createShown({ secretHeaders }: CheckReport, redact: Redact): Shown {
  return {
    redact,
    secretHeaders,
    message: (text) => harmlessMessage(redact(text)),
    url: (url) => harmlessMessage(redactUrl(url, redact)),
    header: (name, value) =>
      harmless(
        isWrongOnPurpose(value) ? redact(value) : redactHeader(name, value, secretHeaders, redact),
      ),
  }
}

/** True for the value of a secret header that is none: a probe carries it to be denied. */
export function isWrongOnPurpose(value: string): boolean {
  return value.endsWith(WRONG_SECRET)
}
