import { get as getHttp, type IncomingMessage } from 'node:http'
import { get as getHttps } from 'node:https'
import type { Clock } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { orAborted, withDeadline } from './deadline.ts'
import { parseGrant, type Grant } from './grant.ts'
import { cutShort } from './reason.ts'

const MOST_BYTES = 65_536

export interface RegisterOptions {
  readonly relayUrl: string
  /** The name to ask for; any where undefined. */
  readonly name: string | undefined
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Registers with the relay once and gives what it granted (hardening T1, T2).
 * A refusal (403) is a CliError; everything that may pass is a plain Error.
 */
export async function register(options: RegisterOptions): Promise<Grant> {
  const { clock, timeoutMs, signal } = options
  const url = `${options.relayUrl.replace(/\/+$/, '')}/${options.name ?? '?new'}`
  const answer = await withDeadline(clock, timeoutMs, [signal], (inner) =>
    orAborted(inner, getText(url, inner)),
  )
  if (answer.status === 403) throw refusal(options.relayUrl, answer.text)
  if (answer.status !== 200) throw new Error(`the relay answered ${answer.status}`)
  return parseGrant(answer.text)
}

function refusal(relayUrl: string, text: string): CliError {
  return new CliError('TUNNEL_REFUSED', `the relay refused: ${relayUrl}: ${messageIn(text)}`, {
    exitCode: 3,
    hint: 'choose another --subdomain or --tunnel-host, or use --tunnel simulated',
  })
}

function messageIn(text: string): string {
  const found = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  return cutShort((found ?? text).trim()) || '403'
}

interface TextAnswer {
  readonly status: number
  readonly text: string
}

/** No redirect is followed and no connection is kept. */
async function getText(url: string, signal: AbortSignal): Promise<TextAnswer> {
  const get = url.startsWith('https:') ? getHttps : getHttp
  const headers = { 'user-agent': 'hookstep', accept: 'application/json', connection: 'close' }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false, signal, headers }, resolve).once('error', reject)
  })
  return { status: answer.statusCode ?? 0, text: await readText(answer) }
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new Error('the relay answered with more than 64 KiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
