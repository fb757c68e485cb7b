import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Got, Request, RequestError, Response } from 'got'
import type { Answer } from '../contract/acknowledgement.ts'
import type { Outcome, Timings } from '../contract/delivery.ts'
import { BODY_LIMIT, type Exchange, type ExchangeRequest } from './exchange.ts'
import { toFailure } from './failure.ts'
import { lookup } from './lookup.ts'
import { watchExchange } from './watch-exchange.ts'

/** Loads got, which takes a while, and gives an Exchange that speaks through it. */
export async function loadGotExchange(): Promise<Exchange> {
  const { got } = await import('got')
  return async (request) => exchangeOnce(got, request)
}

async function exchangeOnce(got: Got, request: ExchangeRequest): Promise<Outcome> {
  request.signal.throwIfAborted()
  const agents = oneSocketAgents()
  const stream = got.stream(request.url, gotOptions(request, agents))
  const head = firstResponse(stream)
  const watch = watchExchange(stream, request.timeoutMs, request.signal)
  try {
    const { body, isBodyCut } = await Promise.race([readBody(stream), watch.broken])
    const answer = toAnswer(head.response as Response, body, isBodyCut)
    return { kind: 'answer', answer, timings: timingsOf(stream.timings) }
  } catch (error) {
    request.signal.throwIfAborted()
    const { timings } = error as RequestError
    const failure = toFailure(rootOf(error as RequestError), head.response !== undefined)
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

function groupByName(headers: ExchangeRequest['headers']): Record<string, string | string[]> {
  const grouped = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    grouped.set(key, [...(grouped.get(key) ?? []), value])
  }
  return Object.fromEntries(
    [...grouped].map(([name, values]) => [name, values.length === 1 ? String(values[0]) : values]),
  )
}

/** Holds the response as soon as its status line and headers have come. */
function firstResponse(stream: Request): { response?: Response } {
  const head: { response?: Response } = {}
  stream.once('response', (response: Response) => {
    head.response = response
  })
  return head
}

/** Reads the body up to the limit, and no further. */
async function readBody(stream: Request): Promise<{ body: Buffer; isBodyCut: boolean }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > BODY_LIMIT) break
  }
  return { body: Buffer.concat(chunks).subarray(0, BODY_LIMIT), isBodyCut: size > BODY_LIMIT }
}

function toAnswer(response: Response, body: Buffer, isBodyCut: boolean): Answer {
  const { statusCode: httpStatus, rawHeaders } = response
  return { httpStatus, headers: pairs(rawHeaders), body, isBodyCut }
}

function pairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[2 * index] as string,
    rawHeaders[2 * index + 1] as string,
  ])
}

function rootOf(error: RequestError): { code?: string; message: string } {
  const cause = error.cause as { errors?: RequestError[] } | undefined
  return cause?.errors?.at(-1) ?? error
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
