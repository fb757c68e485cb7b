import type { IncomingMessage } from 'node:http'
import type { Answer } from '../contract/acknowledgement.ts'
import { BODY_LIMIT } from './exchange.ts'

/** A body as far as it was read. */
export interface ReadBody {
  readonly body: Buffer
  /** True when it went on past the limit. */
  readonly isBodyCut: boolean
}

/** Reads the body of an answer up to the limit, and no further: what is past it is never read. */
export async function readBody(stream: AsyncIterable<Buffer>): Promise<ReadBody> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.length
    if (size > BODY_LIMIT) break
  }
  return { body: Buffer.concat(chunks).subarray(0, BODY_LIMIT), isBodyCut: size > BODY_LIMIT }
}

/** An answer of Node.js as the contract has it: headers in their order, case and repeats kept. */
export function toAnswer(
  { statusCode = 0, rawHeaders }: Pick<IncomingMessage, 'statusCode' | 'rawHeaders'>,
  { body, isBodyCut }: ReadBody,
): Answer {
  return { httpStatus: statusCode, headers: pairs(rawHeaders), body, isBodyCut }
}

function pairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[2 * index] as string,
    rawHeaders[2 * index + 1] as string,
  ])
}
