/** True for a text that can stand behind `Bearer ` in a header: `b64token` (RFC 6750, 2.1). */
export function isBearerToken(text: string): boolean {
  return /^[A-Za-z\d._~+/-]+=*$/.test(text)
}
