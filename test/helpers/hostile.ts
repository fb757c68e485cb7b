import { expect } from 'vitest'

/** What a terminal acts on, or what hides or reorders text (hardening C8). */
export const HOSTILE =
  'a\u001b]52;c;QUFB\u0007\u001b[2Jb\rc\u009b2Jd\u202ee\u2066f\u007fg\u2028h\ufeffi\u0000j\u0008'

/** The same pieces one by one: where one is refused at once, another one may pass. */
export const HOSTILE_PIECES = [
  '\u001b]52;c;QUFB\u0007',
  '\u001b[2J',
  'a\rb',
  'a\u0008b',
  'a\u007fb',
  'a\u009b2J',
  'a\u202eb',
  'a\u2066b',
]

const RAW =
  // oxlint-disable-next-line no-misleading-character-class
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u

/**
 * Nothing of it reached the screen as it was, and no value is longer than 200 characters; `most` of them
 * where it is the user's own value in a message of ours. A line of JSON may be longer.
 */
export function expectHarmless(result: { stdout: string; stderr: string }, most = 200): void {
  for (const text of [result.stdout, result.stderr]) {
    expect(RAW.exec(text)).toBeNull()
    if (!text.startsWith('{')) expect(text).not.toMatch(new RegExp(`x{${most + 1}}`))
  }
}
