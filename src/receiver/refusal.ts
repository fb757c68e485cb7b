import type { ReceivedContent } from '../contract/received.ts'

/** Why a request is not taken, and what it is answered. */
export interface Refusal {
  readonly httpStatus: number
  /** Goes out as `{"error":"code"}`. */
  readonly code: string
  /** For our own screen; it is never sent. */
  readonly detail: string
  /** Further headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A refusal after which the connection goes on. */
export function refuse(
  httpStatus: number,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return { httpStatus, code, detail, headers }
}

/** The same refusal, and the connection ends with it: what follows could not be told apart. */
export function closing(refusal: Refusal): Refusal {
  return { ...refusal, headers: { ...refusal.headers, connection: 'close' } }
}

/** True for a refusal that ends its connection. */
export function isClosing(refusal: Refusal | null): boolean {
  return refusal?.headers?.['connection'] === 'close'
}

/** What is told of a refusal. */
export function contentOf({ code, detail }: Refusal): ReceivedContent {
  return { kind: 'refused', code, detail }
}

/** The body of the answer: the code, and nothing that the sender did not know before. */
export function refusalBody({ code }: Refusal): string {
  return JSON.stringify({ error: code })
}
