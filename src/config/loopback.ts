const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

/** True for a URL of this machine: what goes there leaves it by no network. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname)
}
