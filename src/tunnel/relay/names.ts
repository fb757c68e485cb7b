import { isIP } from 'node:net'
import type { Random } from '../../context.ts'

const NAME = /^[a-z0-9-]{4,63}$/
const MANNERS =
  'bold brave calm clever eager fair gentle happy keen kind lucky neat quick quiet'.split(' ')
const ANIMALS =
  'badger crane dingo eagle falcon gecko heron ibis koala lemur lynx marten otter'.split(' ')

/** Tells whether a client may ask for this name. */
export function isName(name: string): boolean {
  return NAME.test(name)
}

/** Gives a name such as `quick-otter-12` that `isTaken` says no to. */
export function pickName(random: Random, isTaken: (name: string) => boolean): string {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const [manner = 0, animal = 0, number = 0] = random.bytes(3)
    const name = `${MANNERS[manner % MANNERS.length]}-${ANIMALS[animal % ANIMALS.length]}-${number}`
    if (!isTaken(name)) return name
  }
  return Buffer.from(random.bytes(12)).toString('hex')
}

/** Gives the host of a Host header: no port, no brackets, lower case. */
export function hostOf(header: string): string {
  return header
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
}

/** Tells whether a host is the relay itself, where clients register, and no tunnel. */
export function isRootHost(host: string, bindHost: string): boolean {
  return host === '' || host === 'localhost' || host === bindHost || isIP(host) > 0
}
