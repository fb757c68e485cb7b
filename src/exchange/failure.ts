import type { Failure, FailureCode } from '../contract/acknowledgement.ts'

/** What is known of an error that ended an exchange. */
export interface TransportError {
  readonly code?: string
  readonly message: string
}

/** What is known of a thrown error; of several addresses that were tried, the error of the last one. */
export function toTransportError(error: unknown): TransportError {
  const { errors, cause } = error as Attempts & { readonly cause?: Attempts }
  return (errors ?? cause?.errors)?.at(-1) ?? (error as TransportError)
}

interface Attempts {
  readonly errors?: readonly TransportError[]
}

const CODES: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'CONNECTION_REFUSED',
  ECONNRESET: 'RESET',
  EPIPE: 'RESET',
  ENOTFOUND: 'DNS',
  EAI_AGAIN: 'DNS',
  EAI_FAIL: 'DNS',
  EAI_NODATA: 'DNS',
  ETIMEDOUT: 'TIMEOUT',
  EHOSTUNREACH: 'UNREACHABLE',
  ENETUNREACH: 'UNREACHABLE',
  EADDRNOTAVAIL: 'UNREACHABLE',
  EACCES: 'UNREACHABLE',
  EPROTO: 'TLS',
  // What undici calls the end of a connection, and its own reasons for one.
  UND_ERR_SOCKET: 'RESET',
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  UND_ERR_DESTROYED: 'INTERRUPTED',
}

const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH)/

/**
 * The failure that an error of the transport stands for. `hasAnswerBegun` tells a connection that
 * died in the middle of an answer (the answer broke the protocol) from one that died before it.
 */
export function toFailure(error: TransportError, hasAnswerBegun: boolean): Failure {
  return { code: failureCode(error.code ?? '', hasAnswerBegun), detail: detailOf(error) }
}

function failureCode(code: string, hasAnswerBegun: boolean): FailureCode {
  if (TLS_CODE.test(code)) return 'TLS'
  const known = CODES[code]
  if (known === undefined || (known === 'RESET' && hasAnswerBegun)) return 'PROTOCOL'
  return known
}

function detailOf({ code, message }: TransportError): string {
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`
}
