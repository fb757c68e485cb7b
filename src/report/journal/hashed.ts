/** True for what stands in a journal in the place of a secret (hardening J10). */
export function isHashed(value: string): boolean {
  return /^sha256:[0-9a-f]{8}$/.test(value)
}
