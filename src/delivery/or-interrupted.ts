/** What the work brings; undefined where the run was interrupted before or meanwhile. Rejects with any other error. */
export async function orInterrupted<Result>(
  { signal }: { readonly signal: AbortSignal },
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  if (signal.aborted) return undefined
  try {
    return await work()
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}
