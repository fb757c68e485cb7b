/**
 * `rfc6749`: id and secret are form-urlencoded first (RFC 6749, 2.3.1; hardening O1). `plain`: base64 of
 * `id:secret` as the vendor's page has it (vendor-facts 4). The two differ only for unusual characters.
 */
export type CredentialsEncoding = 'rfc6749' | 'plain'

export const CREDENTIALS_ENCODINGS: readonly CredentialsEncoding[] = ['rfc6749', 'plain']

export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly encoding: CredentialsEncoding
}

/** The value of the `Authorization` header that identifies the client: `Basic …`. */
export function basicAuthorization(credentials: ClientCredentials): string {
  const { clientId, clientSecret, encoding } = credentials
  const encode = encoding === 'plain' ? (text: string): string => text : formUrlencode
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`
}

/** `application/x-www-form-urlencoded`, as a form field would be (RFC 6749, appendix B). */
function formUrlencode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}
