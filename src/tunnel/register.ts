import { get as getHttp, type IncomingMessage } from 'node:http'
import { get as getHttps } from 'node:https'
import type { Clock } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { orAborted, withDeadline } from './deadline.ts'
import { parseGrant, type Grant } from './grant.ts'
import { cutShort } from './reason.ts'
import { retryAfterMs } from '../contract/retry-after.ts'
import { RelayBusy } from './relay-busy.ts'

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
 * A refusal (403) is a CliError, a relay without room (429, 503) a RelayBusy; everything else that may
 * pass is a plain Error.
 */
export async function register(options: RegisterOptions): Promise<Grant> {
  const { clock, timeoutMs, signal } = options
  const url = `${options.relayUrl.replace(/\/+$/, '')}/${options.name ?? '?new'}`
  const answer = await withDeadline(clock, timeoutMs, [signal], (inner) =>
    orAborted(inner, getText(url, inner)),
  )
  if (answer.status === 403) throw refusal(options.relayUrl, answer.text)
  if (answer.status !== 200) throw failureOf(answer, clock)
  return parseGrant(answer.text)
}

/** With the relay's own words, where it found any. */
function failureOf({ status, text, retryAfter }: TextAnswer, clock: Clock): Error {
  const words = messageIn(text)
  const message = `the relay answered ${status}${words === '' ? '' : `: ${words}`}`
  if (status !== 429 && status !== 503) return new Error(message)
  return new RelayBusy(message, retryAfterMs(retryAfter, clock.now()))
}

function refusal(relayUrl: string, text: string): CliError {
  return new CliError(
    'TUNNEL_REFUSED',
    `the relay refused: ${relayUrl}: ${messageIn(text) || '403'}`,
    {
      exitCode: 3,
      hint: 'choose another --subdomain or --tunnel-host, or use --tunnel simulated',
    },
  )
}

/** A page of HTML has no words for a terminal. */
function messageIn(text: string): string {
  const found = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  const words = (found ?? text).trim()
  return words.startsWith('<') ? '' : cutShort(words)
}

interface TextAnswer {
  readonly status: number
  readonly text: string
  readonly retryAfter: string | undefined
}

/** No redirect is followed and no connection is kept. */
async function getText(url: string, signal: AbortSignal): Promise<TextAnswer> {
  const get = url.startsWith('https:') ? getHttps : getHttp
  const headers = { 'user-agent': 'hookstep', accept: 'application/json', connection: 'close' }
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false, signal, headers }, resolve).once('error', reject)
  })
  const { statusCode: status = 0, headers: given } = answer
  return { status, text: await readText(answer), retryAfter: given['retry-after'] }
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
