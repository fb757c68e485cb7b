/** Lets so many run at once; the rest wait their turn, first come, first served. */
export interface Slots {
  /** Runs the work as soon as there is room, and gives what it gives. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>
}

/** Starts with all of them free. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = []
  let free = count
  const acquire = async (): Promise<void> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  const release = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    run: async (work) => {
      await acquire()
      return work().finally(release)
    },
  }
}
