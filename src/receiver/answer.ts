import type { ServerResponse } from 'node:http'
import type { Clock } from '../context.ts'
import { refusalBody, type Refusal } from './refusal.ts'

/** How a good notification is answered; anything but the default plays a bad endpoint. */
export interface AnswerOptions {
  /** @default 204 */
  readonly httpStatus: number
  readonly body: string | null
  /** Null takes `application/json` for a body that is JSON, and `text/plain` for any other. */
  readonly mediaType: string | null
  readonly delayMs: number
}

/** Answers a good notification as asked, after the delay. Resolves early when the signal aborts. */
export async function sendAnswer(
  response: ServerResponse,
  options: AnswerOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (options.delayMs > 0) await clock.sleep(options.delayMs, signal).catch(() => {})
  if (options.body === null) {
    response.writeHead(options.httpStatus, emptyHeaders(options)).end()
    return
  }
  const mediaType = options.mediaType ?? (isJson(options.body) ? 'application/json' : 'text/plain')
  response.writeHead(options.httpStatus, { 'content-type': mediaType }).end(options.body)
}

/** Answers a request that is not taken: `{"error":"code"}`. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  const body = refusalBody(refusal)
  response.writeHead(refusal.httpStatus, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...refusal.headers,
  })
  response.end(body)
}

function emptyHeaders({ httpStatus, mediaType }: AnswerOptions): Record<string, string | number> {
  if (httpStatus === 204 || httpStatus === 304) return {}
  return mediaType === null
    ? { 'content-length': 0 }
    : { 'content-length': 0, 'content-type': mediaType }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
