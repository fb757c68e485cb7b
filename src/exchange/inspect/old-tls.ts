import { shakeHands, type Handshake, type TlsOffer } from '../shake-hands.ts'
import { toTransportError } from '../failure.ts'
import { hostOf, withSocket } from '../with-socket.ts'

/** What a client of 2010 offers (RFC 8996); OpenSSL 3 allows it on its lowest level of security only. */
export const OLD_TLS: TlsOffer = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT@SECLEVEL=0',
}

/**
 * Whether a client that knows nothing newer than TLS 1.1 gets in. `unknown` where it could not be tried, because
 * this machine's OpenSSL knows no such version, or because there was no connection. Never rejects.
 */
export async function tryOldTls(
  url: URL,
  signal: AbortSignal,
  offer: TlsOffer = OLD_TLS,
): Promise<Handshake | 'refused' | 'unknown'> {
  try {
    return await withSocket(url, signal, async (socket) =>
      shakeHands(socket, hostOf(url), signal, offer),
    )
  } catch (error) {
    return isRefusal(toTransportError(error).code) ? 'refused' : 'unknown'
  }
}

/** An alert, an end, or the choice of a newer version: the server's word. All else comes from here, or on the way. */
function isRefusal(code = ''): boolean {
  return /_ALERT_|^ECONNRESET$|^ERR_SSL_UNSUPPORTED_PROTOCOL$/.test(code)
}
