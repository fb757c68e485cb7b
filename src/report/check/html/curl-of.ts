import type { CheckRequest } from '../../../contract/rules/evidence.ts'
import { renderCurl } from '../../curl.ts'
import { visibleText } from '../../harmless.ts'
import { redactUrl } from '../../redact-url.ts'
import { isWrongOnPurpose, type Shown } from './shown.ts'

/** A longer body has no place on a page that shows the beginning of it only. */
const MOST_BODY_BYTES = 16 * 1024

const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie']

/**
 * The curl command that sends a request of a probe again: secrets are variables of the shell, and what is wrong on purpose
 * stays. Null where the body is too long for a page.
 */
export function curlOf(request: CheckRequest, { redact, secretHeaders }: Shown): string | null {
  const { method, url, headers, body, credentials } = request
  if (body.length > MOST_BODY_BYTES) return null
  const isWrong = (name: string): boolean =>
    headers.some(([key, value]) => key.toLowerCase() === name && isWrongOnPurpose(value))
  const command = renderCurl({
    method,
    url: redactUrl(url, redact),
    headers,
    secretHeaders: [...CREDENTIALS, ...secretHeaders].filter((name) => !isWrong(name)),
    hasOwnToken: credentials === 'right' || credentials === 'lower-case-scheme',
    body,
  })
  return visibleText(redact(command))
}
