import { isIP } from 'node:net'

const MOST_SOCKETS = 10

/** What a relay gives to a client that registers. */
export interface Grant {
  readonly id: string
  /** Where the data port is, when not on the relay's own host. */
  readonly ip: string | undefined
  /** The TCP data port. */
  readonly port: number
  readonly url: string
  /** How many sockets to keep open, 1 to 10: more send the stock client into a busy loop. */
  readonly sockets: number
}

/** Parses a registration answer; throws an Error that names the first field that is wrong (hardening T1). */
export function parseGrant(text: string): Grant {
  const body = parseObject(text)
  return {
    id: parseId(body['id']),
    ip: typeof body['ip'] === 'string' && isIP(body['ip']) > 0 ? body['ip'] : undefined,
    port: parsePort(body['port']),
    url: parseUrl(body['url']),
    sockets: parseSockets(body['max_conn_count']),
  }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Error('the relay answered with something that is not JSON')
  }
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  throw new Error('the relay answered with JSON that is not an object')
}

function parseId(id: unknown): string {
  if (typeof id === 'string' && /^[\w.-]{1,255}$/.test(id)) return id
  throw new Error('the relay answered without a usable "id"')
}

function parsePort(port: unknown): number {
  if (typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Error('the relay answered without a usable "port"')
}

function parseUrl(url: unknown): string {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : null
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return parsed.href.replace(/\/$/, '')
  throw new Error('the relay answered without a usable "url"')
}

function parseSockets(count: unknown): number {
  if (typeof count !== 'number' || !Number.isInteger(count)) return 1
  return Math.max(1, Math.min(count, MOST_SOCKETS))
}
