import net from 'node:net'

/**
 * Fails any test that opens a connection to anything but this machine (style.md 4d).
 * Names are allowed only where they cannot leave it: `localhost`, `*.localhost` and `*.invalid`.
 */
const LOOPBACK = /^(127\.|::1$|\[::1\]$|localhost$|.*\.localhost$|.*\.invalid$)/

// oxlint-disable-next-line typescript/unbound-method -- called with its socket below
const connect = net.Socket.prototype.connect
// Test files that share a process come here one after the other.
if (connect.name !== guarded.name) net.Socket.prototype.connect = guarded as typeof connect

function guarded(this: net.Socket, ...args: unknown[]) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host =
    typeof first === 'object' && first !== null && 'host' in first ? first.host : undefined
  if (typeof host === 'string' && !LOOPBACK.test(host)) {
    throw new Error(`a test tried to reach ${host}; tests stay on the loopback range`)
  }
  return Reflect.apply(connect, this, args)
}
