import type { ListenDesk } from '../listen/listen-desk.ts'
import type { TunnelChange } from '../listen/receiver-reporter.ts'
import type { Ready } from '../ready.ts'
import { matching, type LiveCounts, type LiveRow } from './live-history.ts'
import type { LiveView } from './live-view.ts'
import type { SessionLayouts } from './session-lines.ts'

/** Everything that a frame shows. */
export interface LiveModel {
  readonly view: LiveView
  readonly rows: readonly LiveRow[]
  readonly counts: LiveCounts
  readonly ready: Ready
  readonly tunnel: TunnelChange | null
  /** What a key has done, or what happened besides requests; empty for nothing. */
  readonly notice: string
  readonly desk: ListenDesk
  readonly layouts: SessionLayouts
  /** True from the first token that was issued: then its client has the secret. */
  readonly hasToken: boolean
}

/** The request under the cursor: the newest, unless another was chosen. */
export function selectedRow({ rows, view }: LiveModel): LiveRow | undefined {
  const shown = matching(rows, view.filter)
  const chosen = shown.find(({ received }) => received.seq === view.selectedSeq)
  return chosen ?? (view.selectedSeq === null ? shown.at(-1) : shown[0])
}
