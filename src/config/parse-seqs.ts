import { CliError } from '../contract/errors.ts'

/**
 * Ranges of sequence numbers from `3,7-9`, each as its first and last. Throws `BAD_SEQ`.
 */
export function parseSeqs(text: string): (readonly [first: number, last: number])[] {
  return text.split(',').map((part) => {
    const match = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part.trim())
    const first = Number(match?.[1])
    const last = Number(match?.[2] ?? match?.[1])
    if (match !== null && first <= last) return [first, last]
    throw new CliError('BAD_SEQ', `--seq: expected numbers, found ${JSON.stringify(text)}`, {
      hint: '--seq 3,7-9',
    })
  })
}
