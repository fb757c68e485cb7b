import { Agent, request as startRequest } from 'node:http'
import type { IncomingMessage, OutgoingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { readBytes, startApp } from '../rig.ts'
import { planExchange, type PlannedBody, type PlannedExchange } from './random-exchanges.ts'

export interface ExchangeRun {
  readonly seed: number
  readonly count: number
  readonly atOnce: number
}

/** What was carried, and every difference from the plan, in words. */
export interface CarriedExchanges {
  readonly carried: number
  readonly bytes: number
  readonly wrong: readonly string[]
}

/** An app that compares each body with the plan, and answers as planned; probes get 200. */
export async function startPlannedApp(seed: number): Promise<{ port: number }> {
  return startApp((request, response) => {
    const index = Number(/^\/planned\/(\d+)$/.exec(request.url ?? '')?.[1] ?? -1)
    if (index < 0) return void response.end()
    const plan = planExchange(seed, index)
    void readBytes(request).then(
      (body) => {
        const isEqual = body.equals(plan.request.bytes) && isSentAs(request, plan.request)
        response.writeHead(isEqual ? 200 : 422, headersOf(plan.answer))
        writeBody(response, plan.answer)
      },
      () => undefined,
    )
  })
}

/** Sends the planned requests to a public URL on this machine, so many at once. */
export async function carryExchanges(
  publicUrl: string,
  { seed, count, atOnce }: ExchangeRun,
): Promise<CarriedExchanges> {
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const wrong: string[] = []
  let next = 0
  let bytes = 0
  const caller = async (): Promise<void> => {
    while (next < count) {
      const index = next
      next += 1
      const plan = planExchange(seed, index)
      const flaw = await carryOne({ publicUrl, agent, index, plan }).catch(String)
      if (flaw !== undefined) wrong.push(`${index}: ${flaw}`)
      bytes += plan.request.bytes.length + plan.answer.bytes.length
    }
  }
  await Promise.all(Array.from({ length: atOnce }, caller))
  return { carried: next, bytes, wrong }
}

interface Call {
  readonly publicUrl: string
  readonly agent: Agent
  readonly index: number
  readonly plan: PlannedExchange
}

async function carryOne(call: Call): Promise<string | undefined> {
  const { request, answer } = call.plan
  const message = await send(call)
  const body = await readBytes(message)
  if (message.statusCode === 422)
    return `the app got another body than these ${request.bytes.length}`
  if (message.statusCode !== 200) return `HTTP ${message.statusCode}: ${body.toString()}`
  if (body.equals(answer.bytes) && isSentAs(message, answer)) return undefined
  return `${body.length} bytes came back, not these ${answer.bytes.length}`
}

async function send({ publicUrl, agent, index, plan }: Call): Promise<IncomingMessage> {
  const { host, port } = new URL(publicUrl)
  return new Promise((resolve, reject) => {
    const request = startRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: `/planned/${index}`,
      agent: plan.isLast ? false : agent,
      headers: { host, ...headersOf(plan.request) },
    })
    request.once('response', resolve).once('error', reject)
    writeBody(request, plan.request)
  })
}

function headersOf({ bytes, isChunked }: PlannedBody): Record<string, string | number> {
  return isChunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes.length }
}

function writeBody(message: OutgoingMessage, { pieces }: PlannedBody): void {
  for (const piece of pieces) message.write(piece)
  message.end()
}

function isSentAs({ headers }: IncomingMessage, { isChunked }: PlannedBody): boolean {
  return isChunked === (headers['transfer-encoding'] === 'chunked')
}
