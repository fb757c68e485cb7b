import type { Gate } from './gate.ts'
import type { Timings } from './timings.ts'
import type { SupervisionOptions } from './tunnel.ts'
import type { Way } from './way.ts'

/** What every link of one tunnel is opened with. */
export interface LinkSetting extends SupervisionOptions {
  readonly way: Way
  readonly gate: Gate
  readonly timings: Timings
}
