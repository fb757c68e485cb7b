/** One who waits on the clock of a test. */
export interface Sleeper {
  readonly dueMs: number
  readonly wake: () => void
}

/**
 * Waits among these until it is woken, and is none of them then. Rejects with the signal's reason. `onAsleep` is called
 * when it has been added.
 */
export async function sleepAmong(
  sleepers: Set<Sleeper>,
  dueMs: number,
  signal: AbortSignal | undefined,
  onAsleep: () => void,
): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      signal?.removeEventListener('abort', wake)
      sleepers.delete(sleeper)
      resolve()
    }
    const sleeper = { dueMs, wake }
    sleepers.add(sleeper)
    signal?.addEventListener('abort', wake)
    onAsleep()
  })
  signal?.throwIfAborted()
}
