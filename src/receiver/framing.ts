import type { IncomingMessage } from 'node:http'
import { headerValues } from './header-values.ts'
import type { ReceiverLimits } from './limits.ts'
import { closing, refuse, type Refusal } from './refusal.ts'

/** What the Host header may hold: a name or an address, and a port (RFC 9110, 7.2). */
const HOST = /^[\w.~!$&'()*+;=%:[\]-]*$/

/**
 * Looks at how the request is framed and addressed, for what Node lets through and a receiver must not
 * (hardening R3, R7, R8, R12, R16). Null admits it; a refusal ends the connection.
 */
export function admitFraming(request: IncomingMessage, limits: ReceiverLimits): Refusal | null {
  const refusal =
    checkVersion(request) ??
    checkHeaderCount(request, limits) ??
    checkHost(request) ??
    checkTarget(request) ??
    checkTransferCoding(request) ??
    checkExpectation(request)
  return refusal === null ? null : closing(refusal)
}

/** True where the sender waits for our word before it sends the body. */
export function waitsForContinue(request: IncomingMessage): boolean {
  return request.httpVersion === '1.1' && request.headers.expect !== undefined
}

function checkVersion({ httpVersion, httpVersionMajor }: IncomingMessage): Refusal | null {
  if (httpVersionMajor === 1) return null
  return refuse(505, 'bad_version', `HTTP/${httpVersion}: this port speaks HTTP/1.1`)
}

/** Many short headers stay below the limit on their bytes; Node would drop some without a word. */
function checkHeaderCount({ rawHeaders }: IncomingMessage, limits: ReceiverLimits): Refusal | null {
  const count = rawHeaders.length / 2
  if (count <= limits.headerCount) return null
  return refuse(431, 'too_many_headers', `${count} headers, at most ${limits.headerCount}`)
}

function checkHost(request: IncomingMessage): Refusal | null {
  const hosts = headerValues(request, 'host')
  if (hosts.length > 1) return refuse(400, 'two_hosts', `Host was sent ${hosts.length} times`)
  const [host] = hosts
  if (host === undefined) {
    return request.httpVersion === '1.0' ? null : refuse(400, 'no_host', 'there is no Host header')
  }
  return HOST.test(host) ? null : refuse(400, 'bad_host', `Host: ${host}`)
}

/** An absolute target names a host of its own; only a path is taken (RFC 9112, 3.2). */
function checkTarget({ method, url = '' }: IncomingMessage): Refusal | null {
  if (url.startsWith('/') || (method === 'OPTIONS' && url === '*')) return null
  return refuse(400, 'bad_target', 'the request target is not a path')
}

function checkTransferCoding(request: IncomingMessage): Refusal | null {
  const codings = headerValues(request, 'transfer-encoding')
  if (codings.length === 0) return null
  const coding = codings.join(',').trim().toLowerCase()
  if (coding === '') return null
  if (request.httpVersion === '1.0') {
    return refuse(400, 'bad_framing', 'HTTP/1.0 has no Transfer-Encoding')
  }
  if (coding === 'chunked') return null
  return refuse(501, 'transfer_coding', `Transfer-Encoding: ${coding}`)
}

function checkExpectation(request: IncomingMessage): Refusal | null {
  const { expect } = request.headers
  if (!waitsForContinue(request) || expect?.toLowerCase() === '100-continue') return null
  return refuse(417, 'unknown_expectation', `Expect: ${expect}`)
}
