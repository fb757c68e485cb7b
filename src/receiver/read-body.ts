import type { IncomingMessage } from 'node:http'
import { BODY_LIMIT, DRAIN_LIMIT } from './limits.ts'

export type ReadBody =
  | { readonly kind: 'complete'; readonly bytes: Buffer }
  | { readonly kind: 'too-large'; readonly sizeBytes: number }
  /** The sender went away in the middle. */
  | { readonly kind: 'aborted'; readonly sizeBytes: number }

/**
 * Reads a body up to the limit. A larger one is read to its end, up to a second limit, and thrown
 * away: a sender that is still writing would otherwise see a reset and not our answer.
 */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length
      if (sizeBytes <= BODY_LIMIT) chunks.push(chunk)
      else chunks.length = 0
      if (sizeBytes > DRAIN_LIMIT) break
    }
  } catch {
    return { kind: 'aborted', sizeBytes }
  }
  if (sizeBytes > BODY_LIMIT) return { kind: 'too-large', sizeBytes }
  return { kind: 'complete', bytes: Buffer.concat(chunks) }
}
