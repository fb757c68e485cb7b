import type { IncomingMessage } from 'node:http'

const MOST_BYTES = 65_536

/** A body that is not what it must be. */
export class BadBody extends Error {
  override readonly name = 'BadBody'
  readonly httpStatus: number
  readonly code: string

  constructor(httpStatus: number, code: string) {
    super(code)
    this.httpStatus = httpStatus
    this.code = code
  }
}

/** The JSON object in a request's body; an empty body is an empty object. Throws BadBody. */
export async function readObject(request: IncomingMessage): Promise<Record<string, unknown>> {
  const text = await readText(request)
  if (text.trim() === '') return {}
  const value = parseJson(text)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (isObject) return value as Record<string, unknown>
  throw new BadBody(400, 'not_object')
}

/** What comes after too much is read and dropped, so that the sender hears the answer. */
async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
  }
  if (size > MOST_BYTES) throw new BadBody(413, 'too_large')
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new BadBody(400, 'bad_json')
  }
}
