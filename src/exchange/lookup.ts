import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void

const LOOPBACK: LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

/**
 * Looks a host name up as the system does, but for `*.localhost`, which is always this machine
 * (RFC 6761, 6.3) and which not every system's resolver knows.
 */
export function lookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  if (!isLocalhostName(hostname)) return systemLookup(hostname, options, callback)
  const wanted = LOOPBACK.filter(({ family }) => !options.family || options.family === family)
  if (options.all === true) return callback(null, wanted)
  const [first] = wanted as [LookupAddress]
  callback(null, first.address, first.family)
}

/** True for `name.localhost`, in any case and with or without the final dot, and for `localhost.`. */
export function isLocalhostName(hostname: string): boolean {
  return /\.localhost\.?$|^localhost\.$/i.test(hostname)
}
