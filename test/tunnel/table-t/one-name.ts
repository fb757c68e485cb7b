import dns from 'node:dns'
import { onTestFinished } from 'vitest'

/** A name that the machine's resolver knows as 127.0.0.1, until it is gone. */
export interface OneName {
  readonly host: string
  readonly setGone: (isGone: boolean) => void
}

type Callback = (error: Error | null, address?: unknown, family?: number) => void

/**
 * Puts one name in front of the system's resolver, for the test: `.invalid` leaves no machine. Where it is
 * gone, the answer is the one of Node for a resolver that is not to be reached.
 */
export function resolveOneName(host: string): OneName {
  const { lookup } = dns
  let isGone = false
  const answerOne = (options: { readonly all?: boolean }, callback: Callback): void => {
    const error = Object.assign(new Error(`getaddrinfo EAI_AGAIN ${host}`), { code: 'EAI_AGAIN' })
    if (isGone) callback(error)
    else if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }])
    else callback(null, '127.0.0.1', 4)
  }
  const replaced = (name: string, ...rest: unknown[]): void => {
    if (name !== host) return void Reflect.apply(lookup, dns, [name, ...rest])
    const callback = rest.at(-1) as Callback
    process.nextTick(answerOne, rest.length > 1 ? (rest[0] as object) : {}, callback)
  }
  dns.lookup = replaced as unknown as typeof dns.lookup
  onTestFinished(() => {
    dns.lookup = lookup
  })
  return { host, setGone: (now) => (isGone = now) }
}
