import type { ExchangeRequest } from '../exchange.ts'
import type { OriginSockets } from './origin-sockets.ts'

/** What a request has in common with others. */
export interface Target {
  readonly path: string
  /** Names and values in turn. */
  readonly headers: string[]
  readonly sockets: OriginSockets
}

/** Made once for all that follow one another with the same URL and headers, as those of a load do. */
export function rememberTarget(
  socketsFor: (request: ExchangeRequest) => OriginSockets,
): (request: ExchangeRequest) => Target {
  let last: (Target & { readonly of: ExchangeRequest }) | undefined
  return (request) => {
    const { url, headers, verifyCertificate } = request
    if (
      last?.of.url !== url ||
      last.of.headers !== headers ||
      last.of.verifyCertificate !== verifyCertificate
    ) {
      const path = `${url.pathname}${url.search}`
      last = { path, headers: headers.flat(), sockets: socketsFor(request), of: request }
    }
    return last
  }
}
