import type { Clock, OutputStream } from '../../context.ts'

/** Long enough that a usual run says nothing. Ours. */
const EVERY_MS = 10_000

/** Says now and then what goes on where there is no terminal, so that a long run is not taken for one that hangs. */
export function createProgressNotes(stream: OutputStream, clock: Clock): (text: string) => void {
  let toldAtMs = clock.monotonicMs()
  return (text) => {
    const nowMs = clock.monotonicMs()
    if (stream.isTTY || nowMs - toldAtMs < EVERY_MS) return
    toldAtMs = nowMs
    stream.write(`${text}\n`)
  }
}
