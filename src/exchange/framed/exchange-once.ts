import {
  request as requestHttp,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Outcome } from '../../contract/delivery.ts'
import { readBody, toAnswer } from '../answer.ts'
import type { ExchangeRequest, FramedOutcome } from '../exchange.ts'
import { toFailure, toTransportError } from '../failure.ts'
import { lookup } from '../lookup.ts'
import { groupByName } from '../request-headers.ts'
import { watchExchange } from '../watch-exchange.ts'
import { timeRequest } from './time-request.ts'
import type { Way } from './way.ts'

/**
 * Sends one request in this way over a connection of `agent`, which stays the caller's: destroying it ends what
 * is left over. Promises what `Exchange` does.
 */
export async function exchangeOnce(
  request: ExchangeRequest,
  way: Way,
  agent: Agent,
): Promise<FramedOutcome> {
  request.signal.throwIfAborted()
  const body = request.body ?? new Uint8Array()
  const client = openRequest(request, way.headers(body), agent)
  const receiving = receive(client, request)
  const [outcome, observed] = await Promise.all([receiving, way.send(client, body)])
  return { outcome, observed }
}

function openRequest(
  { url, method, headers, verifyCertificate }: ExchangeRequest,
  framing: Readonly<Record<string, string>>,
  agent: Agent,
): ClientRequest {
  const open = url.protocol === 'https:' ? requestHttps : requestHttp
  return open(url, {
    method,
    headers: { ...groupByName(headers), ...framing },
    agent,
    lookup,
    rejectUnauthorized: verifyCertificate,
  })
}

async function receive(
  client: ClientRequest,
  { timeoutMs, signal }: ExchangeRequest,
): Promise<Outcome> {
  const timings = timeRequest(client)
  const watch = watchExchange(timeoutMs, signal)
  watch.follow(client)
  client.on('error', watch.breakOff)
  let hasBegun = false
  try {
    const response = await Promise.race([firstAnswer(client), watch.broken])
    hasBegun = true
    const body = await Promise.race([readBody(response), watch.broken])
    return { kind: 'answer', answer: toAnswer(response, body), timings: timings() }
  } catch (error) {
    client.destroy()
    signal.throwIfAborted()
    const failure = toFailure(toTransportError(error), hasBegun)
    return { kind: 'failure', failure, timings: timings() }
  } finally {
    watch.end()
  }
}

async function firstAnswer(client: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve) => {
    client.once('response', resolve)
  })
}
