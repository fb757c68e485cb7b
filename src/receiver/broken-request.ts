import { STATUS_CODES } from 'node:http'
import type { ReceiverLimits } from './limits.ts'
import { closing, refusalBody, refuse, type Refusal } from './refusal.ts'

/** What Node tells of a connection that it cannot read as HTTP. */
export interface ClientError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer
  readonly reason?: string
}

/** The first line of a request, as far as it came. */
export interface RequestLine {
  readonly method: string
  readonly path: string
}

/** Stands for a request line that did not come, or made no sense. */
export const NO_REQUEST_LINE: RequestLine = { method: '-', path: '-' }

/** True where the connection is lost: there is nobody to answer. */
export function isGone({ code }: ClientError): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE'
}

/** True where the sender ended, or broke, the connection in the middle of a request. */
export function isLeft({ code }: ClientError): boolean {
  return code === 'HPE_INVALID_EOF_STATE'
}

/** What a request that is no HTTP is answered: 400, or what its parser's code stands for (R12, R14). */
export function describeBroken(
  error: ClientError,
  isBodyUnderWay: boolean,
  limits: ReceiverLimits,
): Refusal {
  if (isLeft(error)) return refuse(400, 'aborted', 'the sender left')
  switch (error.code ?? '') {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return slow(isBodyUnderWay, limits)
    case 'HPE_HEADER_OVERFLOW':
      return refuse(431, 'headers_too_large', `headers of more than ${limits.headerBytes} bytes`)
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return refuse(413, 'chunk_extensions_too_large', 'chunk extensions of more than 16 KiB')
    default:
      return refuse(400, 'bad_request', hint(error.rawPacket) ?? describe(error))
  }
}

/** The request line, where the bytes that the parser stumbled over begin with one. */
export function requestLineOf({ rawPacket }: ClientError): RequestLine {
  const line = /^([A-Za-z]{1,20}) (\S{1,8192}) /.exec(rawPacket?.toString('latin1') ?? '')
  return line === null ? NO_REQUEST_LINE : { method: String(line[1]), path: String(line[2]) }
}

/** The answer as bytes: Node has no response object for a request that it could not read. */
export function rawAnswer(refusal: Refusal): string {
  const body = refusalBody(refusal)
  const { headers = {} } = closing(refusal)
  return [
    `HTTP/1.1 ${refusal.httpStatus} ${STATUS_CODES[refusal.httpStatus] ?? ''}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n')
}

function slow(isBodyUnderWay: boolean, limits: ReceiverLimits): Refusal {
  const [what, ms] = isBodyUnderWay
    ? ['body', limits.requestTimeoutMs]
    : ['headers', Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs)]
  return refuse(408, 'too_slow', `the ${what} did not come within ${ms / 1000} s`)
}

/** What other protocols look like, and what to do about it (hardening R10). */
function hint(packet: Buffer | undefined): string | null {
  if (packet?.[0] === 0x16 && packet[1] === 0x03) {
    return 'TLS on a plain port: this address begins with http://, not https://'
  }
  const isHttp2 = packet?.subarray(0, 14).toString('latin1') === 'PRI * HTTP/2.0'
  return isHttp2 ? 'HTTP/2 on a port that speaks HTTP/1.1' : null
}

function describe({ reason, message, code }: ClientError): string {
  return `not HTTP: ${reason ?? message} (${String(code)})`
}
