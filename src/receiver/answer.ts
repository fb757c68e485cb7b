import type { ServerResponse } from 'node:http'
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

/** Answers a good notification. */
export type SendAnswer = (response: ServerResponse) => void

/** The answer as asked: what it says is settled once for all. */
export function answerOf({ httpStatus, body, mediaType }: AnswerOptions): SendAnswer {
  if (body === null) {
    const headers = emptyHeaders(httpStatus, mediaType)
    return (response) => void response.writeHead(httpStatus, headers).end()
  }
  const headers = {
    'content-type': mediaType ?? (isJson(body) ? 'application/json' : 'text/plain'),
  }
  return (response) => void response.writeHead(httpStatus, headers).end(body)
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

function emptyHeaders(
  httpStatus: number,
  mediaType: string | null,
): Record<string, string | number> {
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
