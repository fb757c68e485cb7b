import type { LoadProgress } from '../../../contract/load-progress.ts'
import { mergeProgress, type ThreadProgress } from './merge-progress.ts'

/** Gathers what the threads of a run tell. */
export interface Rounds {
  readonly hear: (thread: number, progress: ThreadProgress) => void
  /** Tells how the run stands, for the last time. */
  readonly end: () => void
}

/**
 * Tells of the whole run as often as one thread tells of itself: when each has spoken since the last time, or one of
 * them for the second time, as another is at its end.
 */
export function tellInRounds(
  threads: number,
  onProgress: (progress: LoadProgress) => void,
): Rounds {
  const last = new Map<number, ThreadProgress>()
  const spoken = new Set<number>()
  const tell = (): void => {
    spoken.clear()
    if (last.size > 0) onProgress(mergeProgress([...last.values()]))
  }
  return {
    hear: (thread, progress) => {
      if (spoken.has(thread)) tell()
      last.set(thread, progress)
      spoken.add(thread)
      if (spoken.size === threads) tell()
    },
    end: () => {
      if (spoken.size > 0) tell()
    },
  }
}
