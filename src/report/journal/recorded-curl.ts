import type { RequestRecord } from '../../journal/record.ts'
import { renderCurl } from '../curl.ts'
import { absoluteUrl } from './absolute-url.ts'
import { isHashed } from './hashed.ts'

/** Headers of the connection, and those that curl makes by itself. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'te',
  'trailer',
  'expect',
])

/**
 * The curl command that sends a recorded request again, to where it went. A secret, of which a journal
 * keeps the hash only, is a variable of the shell.
 */
export function renderRecordedCurl(request: RequestRecord): string {
  const headers = request.rawHeaders.filter(([name]) => !LEFT_OUT.has(name.toLowerCase()))
  const hashed = headers.filter(([, value]) => isHashed(value))
  return renderCurl({
    method: request.method,
    url: absoluteUrl(request),
    headers,
    secretHeaders: hashed.map(([name]) => name.toLowerCase()),
    hasOwnToken: false,
    body: request.body ?? new Uint8Array(),
  })
}
