import { open } from 'node:fs/promises'

/** Writes to a file and syncs it again and again, and gives how long each took, in milliseconds. */
export async function probeSyncs(path: string): Promise<{ stop: () => Promise<number[]> }> {
  const file = await open(path, 'a', 0o600)
  const tookMs: number[] = []
  const over = new AbortController()
  const probe = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const startedAt = performance.now()
      await file.write('x'.repeat(4096))
      await file.datasync()
      tookMs.push(performance.now() - startedAt)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await file.close()
  }
  const done = probe()
  return {
    stop: async () => {
      over.abort()
      await done
      return tookMs
    },
  }
}
