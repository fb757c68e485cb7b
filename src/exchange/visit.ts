import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type Certificate, type TLSSocket } from 'node:tls'
import type { Failure } from '../contract/acknowledgement.ts'
import { toFailure, toTransportError } from './failure.ts'
import { lookup } from './lookup.ts'

/** The certificate that a server showed. */
export interface ShownCertificate {
  readonly subject: string
  readonly issuer: string
  readonly validTo: Date
  /** Why it cannot be trusted, as a code of Node.js; null where it can. */
  readonly distrust: string | null
}

/** How far one comes towards an endpoint without asking it for anything. */
export interface Visit {
  /** Empty where its name does not resolve. */
  readonly addresses: readonly string[]
  /** Null where no TLS was spoken. */
  readonly certificate: ShownCertificate | null
  /** What stopped it, and where; null where all went well. */
  readonly failure: (Failure & { readonly stage: VisitStage }) | null
}

export type VisitStage = 'dns' | 'connection' | 'tls'

/**
 * Resolves the name of an endpoint, connects, and for https shakes hands; sends no request. Never
 * rejects: what goes wrong, and the reason of `signal`, is in the visit.
 */
export async function visit(url: URL, signal: AbortSignal): Promise<Visit> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found: { addresses: readonly string[]; certificate: ShownCertificate | null } = {
    addresses: [],
    certificate: null,
  }
  let stage: VisitStage = 'dns'
  let socket: Socket | null = null
  try {
    found.addresses = await resolveName(host, signal)
    stage = 'connection'
    socket = connectTcp({ host, port: portOf(url), lookup })
    await once(socket, 'connect', { signal })
    stage = 'tls'
    if (url.protocol === 'https:') found.certificate = await shakeHands(socket, host, signal)
    return { ...found, failure: null }
  } catch (error) {
    return { ...found, failure: { stage, ...failureOf(error, signal) } }
  } finally {
    socket?.destroy()
  }
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

/** A lookup cannot be stopped, only left. The signal lives no longer than the visit. */
async function resolveName(host: string, signal: AbortSignal): Promise<string[]> {
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

/** Any certificate is taken here: what is wrong with it is a fact, not an end. */
async function shakeHands(
  socket: Socket,
  host: string,
  signal: AbortSignal,
): Promise<ShownCertificate> {
  const named = isIP(host) > 0 ? {} : { servername: host }
  const secure = connectTls({ socket, host, ...named, rejectUnauthorized: false })
  await once(secure, 'secureConnect', { signal })
  return certificateOf(secure)
}

function certificateOf(secure: TLSSocket): ShownCertificate {
  const { subject, issuer, valid_to: validTo } = secure.getPeerCertificate()
  // The types say Error; what Node.js puts there is the code.
  const distrust = secure.authorizationError as unknown as string | Error | null
  return {
    subject: commonName(subject),
    issuer: commonName(issuer),
    validTo: new Date(validTo),
    distrust: secure.authorized ? null : String(distrust),
  }
}

/** The types promise one text; a certificate may have none, or several. */
function commonName({ CN: name, O: organisation }: Certificate): string {
  return [name ?? organisation ?? '(no name)'].flat().join(', ')
}

function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { code: 'TIMEOUT', detail: (signal.reason as Error).message }
  return toFailure(toTransportError(error), false)
}
