import { webcrypto } from 'node:crypto'

export function randomBytes(size) {
  return webcrypto.getRandomValues(new Uint8Array(size)).buffer
}
