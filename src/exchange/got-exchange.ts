import { Agent as HttpAgent, type ClientRequest } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Got, Request, RequestError, Response } from 'got'
import type { Outcome, Timings } from '../contract/delivery.ts'
import { readBody, toAnswer } from './answer.ts'
import type { Exchange, ExchangeRequest } from './exchange.ts'
import { toFailure, toTransportError } from './failure.ts'
import { lookup } from './lookup.ts'
import { groupByName } from './request-headers.ts'
import { watchExchange } from './watch-exchange.ts'

/** Our own deadline comes this long after got's: it counts only where got's does not fire. */
const GRACE_MS = 250

/** Loads got, which takes a while, and gives an Exchange that speaks through it. */
export async function loadGotExchange(): Promise<Exchange> {
  const { got } = await import('got')
  return async (request) => exchangeOnce(got, request)
}

async function exchangeOnce(got: Got, request: ExchangeRequest): Promise<Outcome> {
  request.signal.throwIfAborted()
  const agents = oneSocketAgents()
  const stream = got.stream(request.url, gotOptions(request, agents))
  // A stream of got waits for a body to be piped in, unless its method has none.
  if (request.body === null && request.method !== 'GET') stream.end()
  const head = firstResponse(stream)
  const watch = watchExchange(request.timeoutMs + GRACE_MS, request.signal)
  stream.once('request', (client: ClientRequest) => watch.follow(client))
  try {
    const body = await Promise.race([readBody(stream as AsyncIterable<Buffer>), watch.broken])
    const answer = toAnswer(head.response as Response, body)
    return { kind: 'answer', answer, timings: timingsOf(stream.timings) }
  } catch (error) {
    request.signal.throwIfAborted()
    const { timings } = error as RequestError
    const failure = toFailure(toTransportError(error), head.response !== undefined)
    return { kind: 'failure', failure, timings: timingsOf(timings) }
  } finally {
    watch.end()
    stream.destroy()
    agents.http.destroy()
    agents.https.destroy()
  }
}

interface Agents {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

/** Agents that live for one attempt: no answer can be left over from an earlier one (hardening S9). */
function oneSocketAgents(): Agents {
  return { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) }
}

function gotOptions(request: ExchangeRequest, agent: Agents) {
  return {
    method: request.method,
    headers: groupByName(request.headers),
    ...(request.body === null ? {} : { body: Buffer.from(request.body) }),
    agent,
    dnsLookup: lookup as never,
    signal: request.signal,
    timeout: { request: request.timeoutMs },
    https: { rejectUnauthorized: request.verifyCertificate },
    retry: { limit: 0 },
    followRedirect: false,
    decompress: false,
    throwHttpErrors: false,
    cookieJar: undefined,
  }
}

/** Holds the response as soon as its status line and headers have come. */
function firstResponse(stream: Request): { response?: Response } {
  const head: { response?: Response } = {}
  stream.once('response', (response: Response) => {
    head.response = response
  })
  return head
}

function timingsOf(timings: RequestError['timings']): Timings {
  const { dns, tcp, tls, firstByte, download, total } = timings?.phases ?? {}
  return {
    dnsMs: orNull(dns),
    connectMs: orNull(tcp),
    tlsMs: orNull(tls),
    firstByteMs: orNull(firstByte),
    bodyMs: orNull(download),
    totalMs: total ?? 0,
  }
}

function orNull(ms: number | undefined): number | null {
  return ms ?? null
}
