import { once } from 'node:events'
import { isIP, type Socket } from 'node:net'
import { connect, type Certificate, type ConnectionOptions, type TLSSocket } from 'node:tls'

/** The certificate that a server showed. */
export interface ShownCertificate {
  readonly subject: string
  readonly issuer: string
  readonly validTo: Date
  /** Why it cannot be trusted, as a code of Node.js; null where it can. */
  readonly distrust: string | null
}

/** What came of a handshake. */
export interface Handshake {
  readonly certificate: ShownCertificate
  /** As Node.js names it: `TLSv1.3`. */
  readonly tlsVersion: string
}

/** What a client offers: its versions of TLS, and its ciphers. */
export type TlsOffer = Pick<ConnectionOptions, 'minVersion' | 'maxVersion' | 'ciphers'>

/**
 * Speaks TLS over a connected socket. Any certificate is taken here: what is wrong with it is a fact, not an end.
 * Rejects with what Node.js says where no TLS comes about, and with the reason of `signal`.
 */
export async function shakeHands(
  socket: Socket,
  host: string,
  signal: AbortSignal,
  offer: TlsOffer = {},
): Promise<Handshake> {
  const named = isIP(host) > 0 ? {} : { servername: host }
  const secure = connect({ socket, host, ...named, rejectUnauthorized: false, ...offer })
  // A reset after the handshake, or after a refusal, must not end the process.
  secure.on('error', () => undefined)
  await once(secure, 'secureConnect', { signal })
  return { certificate: certificateOf(secure), tlsVersion: String(secure.getProtocol()) }
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
