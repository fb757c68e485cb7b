import { DEFAULT_GATE_LIMITS, openGate, type GateLimits } from '../gate.ts'
import { openSupervised } from '../supervise.ts'
import { DEFAULT_TIMINGS, type Timings } from '../timings.ts'
import type { SupervisionOptions, Tunnel } from '../tunnel.ts'
import { type CommandOptions, createCommandWay } from './command-way.ts'

/** Such a program connects when a caller does: whoever then says nothing is a stranger that holds a connection. */
const LIMITS: GateLimits = { ...DEFAULT_GATE_LIMITS, silentMs: 5000 }

/**
 * Opens a tunnel through a program of the user's, which is started again when it ends or its public URL
 * does not answer. A new URL may take its time to be known: a proof has as long as the opening.
 */
export async function openCommandTunnel(
  options: SupervisionOptions & CommandOptions,
  given: Partial<Timings> = {},
): Promise<Tunnel> {
  const timings = { ...DEFAULT_TIMINGS, proveTimeoutMs: options.openTimeoutMs, ...given }
  const way = createCommandWay(options)
  const gate = await openGate(options.localPort, LIMITS, options.clock)
  return openSupervised({ ...options, way, timings, gate })
}
