/** Gives a promise that never resolves, and rejects with what `onError` is called with first. */
export function createBreak(): { broken: Promise<never>; onError: (error: unknown) => void } {
  let onError!: (error: unknown) => void
  const broken = new Promise<never>((_, reject) => {
    onError = reject
  })
  broken.catch(() => {})
  return { broken, onError }
}
