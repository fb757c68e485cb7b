import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import type { Failure } from '../contract/acknowledgement.ts'
import { toFailure, toTransportError } from './failure.ts'
import { lookup } from './lookup.ts'
import { shakeHands, type Handshake, type ShownCertificate } from './shake-hands.ts'
import { hostOf, withSocket } from './with-socket.ts'

/** How far one comes towards an endpoint without asking it for anything. */
export interface Visit {
  /** Empty where its name does not resolve. */
  readonly addresses: readonly string[]
  /** Null where no TLS was spoken. */
  readonly certificate: ShownCertificate | null
  /** As Node.js names it, `TLSv1.3`; null where no TLS was spoken. */
  readonly tlsVersion: string | null
  /** What stopped it, and where; null where all went well. */
  readonly failure: (Failure & { readonly stage: VisitStage }) | null
}

export type VisitStage = 'dns' | 'connection' | 'tls'

/**
 * Resolves the name of an endpoint, connects, and for https shakes hands; sends no request. Never
 * rejects: what goes wrong, and the reason of `signal`, is in the visit.
 */
export async function visit(url: URL, signal: AbortSignal): Promise<Visit> {
  const host = hostOf(url)
  let addresses: readonly string[] = []
  let handshake: Handshake | null = null
  let stage: VisitStage = 'dns'
  const found = (failure: Visit['failure']): Visit => ({
    addresses,
    certificate: handshake?.certificate ?? null,
    tlsVersion: handshake?.tlsVersion ?? null,
    failure,
  })
  try {
    addresses = await resolveName(host, signal)
    stage = 'connection'
    await withSocket(url, signal, async (socket) => {
      stage = 'tls'
      if (url.protocol === 'https:') handshake = await shakeHands(socket, host, signal)
    })
    return found(null)
  } catch (error) {
    return found({ stage, ...failureOf(error, signal) })
  }
}

/**
 * The addresses of a host name; `x.localhost` is this machine. Rejects where it has none, and with the reason of
 * `signal`: a lookup cannot be stopped, only left.
 */
export async function resolveName(host: string, signal: AbortSignal): Promise<string[]> {
  if (isIP(host) > 0) return [host]
  const found = await new Promise<LookupAddress[]>((resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    lookup(host, { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses as LookupAddress[])
      else reject(error)
    })
  })
  return found.map(({ address }) => address)
}

function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { code: 'TIMEOUT', detail: (signal.reason as Error).message }
  return toFailure(toTransportError(error), false)
}
