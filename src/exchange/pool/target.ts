import type { ExchangeRequest } from '../exchange.ts'
import type { OriginSockets } from './origin-sockets.ts'

/** What a request has in common with others. */
export interface Target {
  readonly path: string
  /** Names and values in turn. */
  readonly headers: string[]
  readonly sockets: OriginSockets
}

/** Made once for all that follow one another with the same URL, as what is forwarded does, and headers, as a load does. */
export function rememberTarget(
  socketsFor: (request: ExchangeRequest) => OriginSockets,
): (request: ExchangeRequest) => Target {
  let last: (Target & { readonly of: ExchangeRequest }) | undefined
  return (request) => {
    const { url, headers, verifyCertificate } = request
    if (last?.of.url !== url || last.of.verifyCertificate !== verifyCertificate) {
      const path = `${url.pathname}${url.search}`
      last = { path, headers: headers.flat(), sockets: socketsFor(request), of: request }
    } else if (last.of.headers !== headers) {
      last = { ...last, headers: headers.flat(), of: request }
    }
    return last
  }
}
