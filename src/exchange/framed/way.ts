import type { ClientRequest } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { Observed } from '../../contract/rules/evidence.ts'

/** One way of a request over the wire. */
export interface Way {
  /** What its headers say of the body; in lower case. They replace the request's own of the same name. */
  readonly headers: (body: Uint8Array) => Readonly<Record<string, string>>
  /**
   * Sends the body and ends the request, and gives what it saw meanwhile. Never rejects: a connection that breaks
   * is told by the request itself.
   */
  readonly send: (request: ClientRequest, body: Uint8Array) => Promise<Observed>
}

/** The body is announced by its length (RFC 9112, 6.2). */
export function withLength(body: Uint8Array): Readonly<Record<string, string>> {
  return { 'content-length': String(body.length) }
}

/** Resolves when the bytes, with the headers before them, are on their way, or the connection is over. */
export async function write(request: ClientRequest, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => {
    request.once('close', () => resolve())
    request.write(bytes, () => resolve())
  })
}

/** Waits so long, in milliseconds, but no longer than to one of these events or to the end of the connection. */
export async function pause(
  request: ClientRequest,
  ms: number,
  ...until: readonly string[]
): Promise<void> {
  const over = new AbortController()
  if (request.destroyed) return
  for (const event of ['close', ...until]) request.once(event, () => over.abort())
  await setTimeout(ms, undefined, { signal: over.signal }).catch(() => {})
}
