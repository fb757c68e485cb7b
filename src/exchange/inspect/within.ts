/** Gives what `run` gives; its signal is aborted with `parent`, or after `ms` milliseconds. `run` must obey it. */
export async function within<Result>(
  ms: number,
  parent: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController()
  const late = (): void => deadline.abort(new Error(`no answer within ${ms / 1000} s`))
  const timer = setTimeout(late, ms)
  try {
    return await run(AbortSignal.any([parent, deadline.signal]))
  } finally {
    clearTimeout(timer)
  }
}
