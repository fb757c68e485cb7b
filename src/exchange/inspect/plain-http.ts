import { Agent } from 'node:http'
import type { PlainHttp } from '../../contract/rules/evidence.ts'
import type { Outcome } from '../../contract/delivery.ts'
import { headerValues } from '../../contract/acknowledgement.ts'
import { exchangeOnce } from '../framed/exchange-once.ts'
import type { Way } from '../framed/way.ts'

/**
 * What plain http gets at an https URL: a GET, which asks for nothing to be done (RFC 9110, 9.2.1), with no header of
 * the user's. Null where the name has no address, or `signal` ends it. Never rejects.
 */
export async function tryPlainHttp(
  url: URL,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<PlainHttp | null> {
  const plain = plainUrl(url)
  const agent = new Agent({ keepAlive: false })
  const request = { method: 'GET', url: plain, headers: [], body: null } as const
  try {
    const rest = { timeoutMs, verifyCertificate: true, signal }
    const { outcome } = await exchangeOnce({ ...request, ...rest }, withoutBody, agent)
    return toPlainHttp(outcome, Number(plain.port === '' ? 80 : plain.port))
  } catch {
    return null
  } finally {
    agent.destroy()
  }
}

/**
 * The same place for plain http: port 80 for 443, otherwise the same port. What may be a secret stays behind: the
 * query, and the name and password.
 */
export function plainUrl(url: URL): URL {
  const plain = new URL(url)
  plain.protocol = 'http:'
  plain.username = ''
  plain.password = ''
  plain.search = ''
  plain.hash = ''
  return plain
}

const withoutBody: Way = {
  headers: () => ({}),
  send: async (request) => {
    request.end()
    return {}
  },
}

function toPlainHttp(outcome: Outcome, port: number): PlainHttp | null {
  if (outcome.kind === 'answer') {
    const [location = null] = headerValues(outcome.answer, 'location')
    return { port, httpStatus: outcome.answer.httpStatus, location }
  }
  return outcome.failure.code === 'DNS' ? null : { port, httpStatus: null, location: null }
}
