/** A release line of Node.js: its major version, and the last day on which it gets security fixes. */
export interface ReleaseLine {
  readonly major: number
  readonly supportedUntil: string
}

/**
 * The release lines as nodejs/Release had them in November 2026. One that is not in here is told as
 * not known; nothing else depends on the table.
 */
export const RELEASE_LINES: readonly ReleaseLine[] = [
  { major: 20, supportedUntil: '2026-04-30' },
  { major: 22, supportedUntil: '2027-04-30' },
  { major: 23, supportedUntil: '2025-06-01' },
  { major: 24, supportedUntil: '2028-04-30' },
  { major: 25, supportedUntil: '2026-06-01' },
  { major: 26, supportedUntil: '2029-04-30' },
]

/** The versions that hookstep runs on; a test holds it against `engines` of `package.json`. */
export const ENGINES = '^20.18.1 || >=22.2'

/** True for a version that `ENGINES` allows. */
export function isAllowed(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version
    .split('.')
    .map((part) => Number.parseInt(part, 10))
  if (major === 20) return minor > 18 || (minor === 18 && patch >= 1)
  return major > 22 || (major === 22 && minor >= 2)
}
