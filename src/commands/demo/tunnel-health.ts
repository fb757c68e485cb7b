import type { TunnelState } from '../../tunnel/tunnel.ts'

/** Follows the state of a tunnel. */
export interface TunnelHealth {
  readonly onState: (state: TunnelState) => void
  /** Resolves with true as soon as the tunnel works, with false when `signal` aborts before. */
  readonly untilHealthy: (signal: AbortSignal) => Promise<boolean>
}

export function createTunnelHealth(): TunnelHealth {
  let isHealthy = true
  const waiting = new Set<() => void>()
  return {
    onState: (state) => {
      isHealthy = state === 'up' || state === 'reopened'
      if (!isHealthy) return
      for (const wake of waiting) wake()
      waiting.clear()
    },
    untilHealthy: async (signal) => {
      if (!isHealthy && !signal.aborted) {
        await new Promise<void>((resolve) => {
          waiting.add(resolve)
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
      return isHealthy
    },
  }
}
