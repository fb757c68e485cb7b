import type { ExchangeRequest } from '../../src/exchange/exchange.ts'

/** A POST with a small JSON body, but for what is given. */
export function makeRequest(url: string, more: Partial<ExchangeRequest> = {}): ExchangeRequest {
  return {
    method: 'POST',
    url: new URL(url),
    headers: [['content-type', 'application/json']],
    body: Buffer.from('{"a":1.0}'),
    timeoutMs: 5000,
    verifyCertificate: true,
    signal: new AbortController().signal,
    ...more,
  }
}
