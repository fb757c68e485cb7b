import type { Clock, Random } from '../context.ts'

export type TunnelState = 'opening' | 'up' | 'degraded' | 'down' | 'reopened'

export interface TunnelEvent {
  readonly state: TunnelState
  /** The public URL as it is now; null as long as none was given. */
  readonly publicUrl: string | null
  readonly detail: string
}

/** What one probe through the public URL found. */
export interface ProbeOutcome {
  readonly ok: boolean
  readonly detail: string
}

/** What the supervision of a tunnel needs to know, whatever its kind. */
export interface SupervisionOptions {
  /** The receiver's port on 127.0.0.1. */
  readonly localPort: number
  /** Asks the public URL for something that only this run can answer. */
  readonly probe: (publicUrl: string, signal: AbortSignal) => Promise<ProbeOutcome>
  readonly onEvent: (event: TunnelEvent) => void
  readonly clock: Clock
  /** Aborted: an opening tunnel rejects with the signal's reason, an open one closes. */
  readonly signal: AbortSignal
  /** The deadline for the first link and its first proven probe together. */
  readonly openTimeoutMs: number
  /** Refuses any name but the one that was asked for. @default false */
  readonly requireSubdomain?: boolean
}

export interface TunnelOptions extends SupervisionOptions {
  /** `--tunnel-host`, such as `https://localtunnel.me`. Not used by the simulated tunnel. */
  readonly relayUrl: string
  /** The relays that are tried in turn after that one. @default [] */
  readonly moreRelayUrls?: readonly string[]
  readonly subdomain?: string
  /** Where the simulated relay gets its names from. @default node:crypto */
  readonly random?: Random
}

export interface Tunnel {
  /** The public URL as it is now: a re-opened tunnel may have been given another. */
  readonly publicUrl: string
  /** Never resolves; rejects with a `CliError` when the tunnel cannot be had again as it was asked for. */
  readonly broken: Promise<never>
  /** Resolves when no socket, timer or listener is left. Closing again changes nothing. */
  close(): Promise<void>
}
