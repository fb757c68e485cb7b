import { crc32 } from 'node:zlib'

/** `,"crc":"0123abcd"}`: the last field of every line. */
const SEAL_BYTES = 18
const SEAL = /^,"crc":"([0-9a-f]{8})"\}$/

/** Characters that JSON leaves alone and a terminal or an editor does not (hardening C8). */
const UNSAFE = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** A line of a journal, `\n` included: the JSON of the fields, with the CRC of that JSON as its last field. */
export function sealLine(fields: object): string {
  const json = JSON.stringify(fields).replaceAll(UNSAFE, escape)
  const crc = crc32(json).toString(16).padStart(8, '0')
  return `${json.slice(0, -1)},"crc":"${crc}"}\n`
}

/** Whether a line is whole: it ends with a seal and the seal fits. `line` is without its `\n`. */
export function checkSeal(line: Buffer): 'intact' | 'no_crc' | 'bad_crc' {
  const end = line.length - SEAL_BYTES
  const seal = end > 0 ? SEAL.exec(line.toString('latin1', end)) : null
  if (seal === null) return 'no_crc'
  const crc = crc32('}', crc32(line.subarray(0, end)))
  return crc === Number.parseInt(seal[1] as string, 16) ? 'intact' : 'bad_crc'
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
