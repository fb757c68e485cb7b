import { BlockList, isIP } from 'node:net'
import { resolveName } from './visit.ts'

const LOCAL = new BlockList()
LOCAL.addSubnet('127.0.0.0', 8, 'ipv4')
LOCAL.addAddress('::1', 'ipv6')
// What a server listens on when it listens everywhere; a client that goes there stays here.
LOCAL.addAddress('0.0.0.0', 'ipv4')
LOCAL.addAddress('::', 'ipv6')
// RFC 1918, RFC 3927, RFC 4193 and RFC 4291.
LOCAL.addSubnet('10.0.0.0', 8, 'ipv4')
LOCAL.addSubnet('172.16.0.0', 12, 'ipv4')
LOCAL.addSubnet('192.168.0.0', 16, 'ipv4')
LOCAL.addSubnet('169.254.0.0', 16, 'ipv4')
LOCAL.addSubnet('fc00::', 7, 'ipv6')
LOCAL.addSubnet('fe80::', 10, 'ipv6')

/**
 * True where every address of a URL's host is of this machine or of a private network. A host without an
 * address counts as remote; where `signal` is aborted nothing will be sent, and no host is remote. Never rejects.
 */
export async function isLocalHost(url: URL, signal: AbortSignal): Promise<boolean> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await resolveName(host, signal).catch(() => [])
  return signal.aborted || (addresses.length > 0 && addresses.every(isLocalAddress))
}

function isLocalAddress(address: string): boolean {
  return LOCAL.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
