import type { IncomingMessage } from 'node:http'

const NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * True for a request that a program on this machine made by itself: its Host is one of three names,
 * compared as strings, with our port, and no page in a browser is behind it.
 */
export function isOurs({ headers, rawHeaders, socket }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && /^host$/i.test(name))
  const isLocal = NAMES.some((name) => headers.host === `${name}:${socket.localPort}`)
  return hosts.length === 1 && isLocal && !isFromPage(headers)
}

function isFromPage(headers: IncomingMessage['headers']): boolean {
  const site = headers['sec-fetch-site'] ?? 'none'
  return headers.origin !== undefined || site !== 'none'
}
