import type { Gate } from './gate.ts'
import type { Timings } from './timings.ts'
import type { TunnelOptions } from './tunnel.ts'

/** What every link of one tunnel is opened with. */
export interface LinkSetting extends TunnelOptions {
  readonly gate: Gate
  readonly timings: Timings
}
