import { crc32 } from 'node:zlib'

/** `,"crc":"0123abcd"}`, the last field of every line, and its `\n`: what a line is longer than its JSON. */
export const SEAL_BYTES = 18
const SEAL = /^,"crc":"([0-9a-f]{8})"\}$/

/** What comes after the JSON of the fields until its CRC is known: the brace before it becomes the comma of the seal. */
const UNSEALED = '"crc":"00000000"}\n'
const CRC_OFFSET = '"crc":"'.length
const COMMA = 0x2c

/**
 * Lines of a journal, `\n` included: the JSON of each one's fields, with the CRC of that JSON as its last field. Encoded
 * together: a buffer for each line would be the most expensive part of it.
 */
export function sealLines(jsons: readonly string[]): Buffer {
  let text = ''
  for (const json of jsons) text += json + UNSEALED
  const lines = Buffer.from(text)
  const isAscii = lines.length === text.length
  let start = 0
  for (const json of jsons) {
    const end = start + (isAscii ? json.length : Buffer.byteLength(json))
    const crc = crc32(lines.subarray(start, end))
    lines[end - 1] = COMMA
    writeHex(lines, end + CRC_OFFSET, crc)
    start = end + UNSEALED.length
  }
  return lines
}

/** Whether a line is whole: it ends with a seal and the seal fits. `line` is without its `\n`. */
export function checkSeal(line: Buffer): 'intact' | 'no_crc' | 'bad_crc' {
  const end = line.length - SEAL_BYTES
  const seal = end > 0 ? SEAL.exec(line.toString('latin1', end)) : null
  if (seal === null) return 'no_crc'
  const crc = crc32('}', crc32(line.subarray(0, end)))
  return crc === Number.parseInt(seal[1] as string, 16) ? 'intact' : 'bad_crc'
}

const DIGITS = Buffer.from('0123456789abcdef')

/** Eight digits. */
function writeHex(target: Buffer, at: number, value: number): void {
  for (let digit = 0; digit < 8; digit += 1) {
    target[at + digit] = DIGITS[(value >>> (28 - 4 * digit)) & 15] as number
  }
}
